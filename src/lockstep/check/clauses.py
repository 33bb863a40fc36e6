"""Clauses of statements: their words are the statement's, and what they break is the program's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lockstep.book import Book
from lockstep.problem import Problem, did_you_mean
from lockstep.run import Record


def check_clauses(book: Book, records: Mapping[str, Record]) -> Iterator[Problem]:
    """Clauses that cannot be read, of a statement that is none, with words or with code that is not there."""
    yield from book.clauses.problems
    for clause in book.clauses.clauses:
        statement = book.statements.get(clause.ident)
        if statement is None:
            remedy = did_you_mean(clause.ident, book.statements, "write the id of a statement")
            yield clause.place.problem(f"no statement is called {clause.ident!r}", remedy)
            continue
        if clause.words not in " ".join(statement.text.split()):
            remedy = f"quote what it says now, at {statement.place.path}:{statement.place.line}"
            yield clause.place.problem(f"{clause.ident} does not say {clause.words!r}", remedy)
        program = book.snippets.get(statement.snippet)
        for there, instead in clause.changes.items():
            if program is not None and (there not in program.source or there == instead):
                what = f"{there!r} is not in {program.path}, or is not changed: the clause is not broken"
                yield clause.place.problem(what, "write what the program has now, and what it has not")
