"""Clauses of statements: their words are the statement's, and what they break is the program's."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from lockstep.book import Book
from lockstep.problem import Problem, did_you_mean


def check_clauses(book: Book, others: Collection[Problem]) -> Iterator[Problem]:
    """Clauses that cannot be read, of a statement that is none, with words or with code that is not there.

    Args:
        book: The book.
        others: What is wrong with it otherwise: a statement or a program that is broken is mended first.
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
                remedy = f"quote what it says now, at {statement.place.path}:{statement.place.line}"
                yield clause.place.problem(f"{clause.ident} does not say {clause.words!r}", remedy)
            for there, instead in clause.changes.items():
                if there not in program.source or there == instead:
                    what = f"{there!r} is not in {program.path}, or is not changed: the clause is not broken"
                    yield clause.place.problem(what, "write what the program has now, and what it has not")
