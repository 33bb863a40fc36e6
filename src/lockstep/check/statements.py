"""Statements and references: ids are unique and well formed, and every reference finds its target."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lockstep.book import Book
from lockstep.problem import Place, Problem, did_you_mean
from lockstep.run import Record

#: Lower-case words joined by hyphens; with underscores, they are the name of a snippet.
IDENT = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def check_statements(book: Book, records: Mapping[str, Record]) -> Iterator[Problem]:
    """Statements and figures without an id or a title, and ids given twice."""
    first: dict[str, Place] = {}
    for page in book.pages:
        for each in page.numbered:
            kind = each.label.split()[0].lower()
            if not each.ident:
                yield each.place.problem(f"the {kind} has no id", "add a line `    id: short-name` below its head")
            elif not IDENT.fullmatch(each.ident):
                remedy = "use lower-case words joined by hyphens, such as missing-factor"
                yield each.place.problem(f"{each.ident!r} is not an id", remedy)
            elif each.ident in first:
                there = first[each.ident]
                what = f"the id {each.ident!r} is taken already, at {there.path}:{there.line}"
                yield each.place.problem(what, "choose another: ids are permanent and unique in the book")
            else:
                first[each.ident] = each.place
        for statement in page.statements:
            if not statement.title:
                remedy = f"write `/// {statement.kind} | What it is called`"
                yield statement.place.problem(f"the {statement.kind} has no name", remedy)


def check_references(book: Book, records: Mapping[str, Record]) -> Iterator[Problem]:
    """References to nothing."""
    targets = {*book.statements, *book.figures, *book.bibliography.keys, *book.chapters}
    if book.bibliography.problems:
        return  # what cannot be read may hold what is missing
    for page in book.texts:
        for reference in page.references:
            if reference.target not in targets:
                otherwise = "use the id of a statement or a figure, the key of a work, or chapter:name-of-its-file"
                remedy = did_you_mean(reference.target, targets, otherwise)
                yield reference.place.problem(f"nothing is called {reference.target!r}", remedy)
