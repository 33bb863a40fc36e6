"""The ledger: a statement and its program stand as they were when a person last read them side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lockstep.book import Book
from lockstep.book.model import STATEMENT_KINDS, Place, Statement
from lockstep.check import programs
from lockstep.check.statements import check_statements
from lockstep.ledger.changes import changes
from lockstep.ledger.lock import Entry, entry_of, place_of, read_lock
from lockstep.problem import BookError, Problem
from lockstep.run import Record


def check_ledger(book: Book, records: Mapping[str, Record]) -> Iterator[Problem]:
    """Statements that nobody accepted as they are, and accepted ones that are gone.

    What cannot be accepted before something else is mended is left to the rule that says so.
    """
    try:
        accepted = read_lock(book.settings)
    except BookError as error:
        yield from error.problems
        return
    blocked = obstacles(book, records)
    for page in book.pages:
        for statement in page.statements:
            if statement.place not in blocked:
                yield from _drift(book, statement, accepted.get(statement.ident))
    if any(True for _ in check_statements(book, records)) or any(page.strays for page in book.pages):
        return  # with a statement whose head is malformed, none can be said to be gone
    for ident in accepted.keys() - book.statements.keys():
        what = f"the ledger holds a statement that is gone: {ident!r}, {accepted[ident].title}"
        remedy = f"bring it back, for ids are permanent; or strike it out with `make accept ID={ident}`"
        yield place_of(book.settings, ident).problem(what, remedy)


def obstacles(book: Book, records: Mapping[str, Record]) -> dict[Place, list[Problem]]:
    """Return the statements that cannot be accepted, by place: what is wrong with their heads or their programs."""
    heads = list(check_statements(book, records))
    runs = [*programs.check_sources(book, records), *programs.check_runs(book, records)]
    found: dict[Place, list[Problem]] = {}
    for page in book.pages:
        for statement in page.statements:
            path = f"{book.settings.snippets}/{statement.snippet}.py"
            wrong = [each for each in heads if Place(each.path, each.line) == statement.place]
            wrong += [each for each in runs if each.path == path]
            if STATEMENT_KINDS[statement.kind] and statement.snippet not in book.snippets:
                remedy = f"write {path}, which asserts what the {statement.kind} says"
                wrong.append(statement.place.problem(f"its program {path} is missing", remedy))
            if wrong:
                found[statement.place] = wrong
    return found


def _drift(book: Book, statement: Statement, before: Entry | None) -> Iterator[Problem]:
    now = entry_of(statement, book.snippets.get(statement.snippet))
    command = f"`make accept ID={statement.ident}`"
    if before is None:
        sides = "the statement beside what its program asserts" if now.sha256 else "the statement"
        what = f"nobody has accepted the {statement.kind} {statement.ident!r}"
        yield statement.place.problem(what, f"a person must read {sides}, then: {command}")
        return
    if not (changed := changes(before, now)):
        return
    lines = [f"the {statement.kind} {statement.ident!r} is not as it was accepted: {', '.join(changed)}"]
    lines += [f"      {line}" for side in changed.values() for line in side]
    sides = "both sides, what it says and what its program asserts" if now.sha256 else "it again"
    yield statement.place.problem("\n".join(lines), f"a person must read {sides}, then: {command}")
