"""Clauses of statements, broken in their programs one at a time: an assertion must notice."""

from __future__ import annotations

from collections.abc import Container, Iterator
from contextlib import closing
from dataclasses import replace

from lockstep.book import Book
from lockstep.book.clauses import FILE, Clause
from lockstep.book.model import Snippet, Statement
from lockstep.doubt.known import Known
from lockstep.doubt.reasons import Attack
from lockstep.run.pool import run_all
from lockstep.run.record import Record

_NOTICED = "AssertionError"


def clause_attacks(book: Book, known: Known, programs: Container[str] | None = None) -> Iterator[Attack]:
    """Run programs with a clause of their statement broken, where nothing is known of it yet.

    A program that ends in another error than that of an assertion has noticed nothing: what broke the clause may have
    left no program at all. Where `programs` names some, only those are doubted.
    """
    waiting: dict[str, tuple[Snippet, Clause]] = {}
    for statement, snippet in _evident(book, programs):
        clauses = book.clauses.of(statement.ident)
        if statement.kind == "claim":
            yield _claim_attack(snippet, statement, known=bool(clauses), path=f"{book.settings.snippets}/{FILE}")
        for number, clause in enumerate(clauses):
            name = f"{snippet.name}-{number}"
            kept = known.read(name, known.key(snippet, clause.broken(snippet.source)))
            if kept is None:
                waiting[name] = snippet, clause
            else:
                yield from kept
    broken = [replace(each, name=name, source=clause.broken(each.source)) for name, (each, clause) in waiting.items()]
    settings = replace(book.settings, time_limit=10 * book.settings.time_limit)
    with closing(run_all(broken, {}, settings)) as records:
        for record in records:
            snippet, clause = waiting[record.snippet]
            attack = _attack(snippet, clause, record)
            yield from known.write(record.snippet, known.key(snippet, clause.broken(snippet.source)), [attack])


def _evident(book: Book, programs: Container[str] | None) -> Iterator[tuple[Statement, Snippet]]:
    for statement in book.statements.values():
        snippet = book.snippets.get(statement.snippet)
        if snippet is not None and (programs is None or snippet.name in programs):
            yield statement, snippet


def _attack(snippet: Snippet, clause: Clause, record: Record) -> Attack:
    failure = record.failure
    how = "it passes" if failure is None else f"it ends at line {failure.line} in {failure.message.splitlines()[0]}"
    what = f"no assertion fails when {clause.words!r} is broken: {how}"
    remedy = "assert what the words say, or break them in another way"
    beaten = failure is not None and failure.message.startswith(_NOTICED)
    return Attack(snippet.name, "clause broken", f"clause: {clause.words}", clause.place, what, remedy, beaten)


def _claim_attack(snippet: Snippet, statement: Statement, *, known: bool, path: str) -> Attack:
    what = f"nothing breaks the words of the claim {statement.ident} in its program"
    remedy = f"say in {path}, below [{statement.ident}], which of them it can break"
    return Attack(snippet.name, "claim", "no clause", statement.place, what, remedy, known)
