"""Statements: ids are unique, every reference finds its target, and what breaks the words is in the program."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

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
                what = f"the id {each.ident!r} is taken already, at {first[each.ident]}"
                yield each.place.problem(what, "choose another: ids are permanent and unique in the book")
            else:
                first[each.ident] = each.place
        for statement in page.statements:
            if not statement.title:
                remedy = f"write `/// {statement.kind} | What it is called`"
                yield statement.place.problem(f"the {statement.kind} has no name", remedy)


def check_references(book: Book, records: Mapping[str, Record]) -> Iterator[Problem]:
    """References to nothing."""
    targets = {*book.statements, *book.figures, *book.bibliography.sources, *book.chapters}
    if book.bibliography.problems:
        return  # what cannot be read may hold what is missing
    for page in book.texts:
        for reference in page.references:
            if reference.target not in targets:
                otherwise = "use the id of a statement or a figure, the key of a work, or chapter:name-of-its-file"
                remedy = did_you_mean(reference.target, targets, otherwise)
                yield reference.place.problem(f"nothing is called {reference.target!r}", remedy)


def check_clauses(book: Book, others: Collection[Problem]) -> Iterator[Problem]:
    """Clauses that cannot be read, of a statement that is none, with words or with code that is not there.

    A statement or a program with which something else is wrong, as the `others` say, is mended first.
    """
    broken = {problem.path for problem in others}
    yield from book.clauses.problems
    for clause in book.clauses.clauses:
        statement = book.statements.get(clause.ident)
        program = book.snippets.get(statement.snippet) if statement else None
        if statement is None:
            if broken.isdisjoint(page.path for page in book.pages):
                remedy = did_you_mean(clause.ident, book.statements, "write the id of a statement")
                yield clause.place.problem(f"no statement is called {clause.ident!r}", remedy)
        elif program is not None and broken.isdisjoint({statement.place.path, program.path}):
            if clause.words not in " ".join(statement.text.split()):
                remedy = f"quote what it says now, at {statement.place}"
                yield clause.place.problem(f"{clause.ident} does not say {clause.words!r}", remedy)
            for there, instead in clause.changes.items():
                if there not in program.source or there == instead:
                    what = f"{there!r} is not in {program.path}, or is not changed: the clause is not broken"
                    yield clause.place.problem(what, "write what the program has now, and what it has not")
