"""The ledger: a statement and its program stand as they were when a person last read them side by side."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from lockstep.book import Book
from lockstep.book.marks import Reference, Value
from lockstep.book.model import STATEMENT_KINDS, Figure, Statement
from lockstep.check import programs
from lockstep.check.statements import check_statements
from lockstep.ledger.changes import SAID, changes
from lockstep.ledger.lock import Entry, entry_of, place_of, read_lock
from lockstep.problem import BookError, Place, Problem
from lockstep.run import Record

_MOST = 12


def check_ledger(book: Book, others: Collection[Problem]) -> Iterator[Problem]:
    """Statements and figures that nobody accepted as they are, and accepted ones that are gone.

    Args:
        book: The book.
        others: What is wrong with it otherwise. A statement waits while its page, its program or a page that takes
            a number from it, or mentions it, has a problem: what is broken is mended first, and read when it is whole.
    """
    try:
        accepted = read_lock(book.settings)
    except BookError as error:
        yield from error.problems
        return
    broken = {problem.path for problem in others}
    drifts: dict[tuple[Place, str], list[Statement | Figure]] = {}
    for page in book.pages:
        for each in page.numbered:
            paths = {page.path, book.settings.program(each.snippet)}
            paths |= {value.place.path for value in book.values_of(each.snippet)}
            paths |= {reference.place.path for reference in book.references_to(each.ident)}
            before, now = accepted.get(each.ident), entry_of(book, each)
            if broken.isdisjoint(paths) and not (broken and _may_be_misspelt(before, now)):
                if before is None:
                    what = f"nobody has accepted the {each.kind} {each.ident!r}"
                    yield each.place.problem(what, _remedy([each], now))
                elif changed := changes(before, now):
                    drifts.setdefault((_edited(book, each, changed), _listed(changed)), []).append(each)
    for (place, what), entries in drifts.items():
        names = " and ".join(f"the {each.kind} {each.ident!r}" for each in entries)
        are = "is not as it was" if len(entries) == 1 else "are not as they were"
        yield place.problem(f"{names} {are} accepted: {what}", _remedy(entries, entry_of(book, entries[0])))
    if broken.intersection(page.path for page in book.pages):
        return  # with a head that is malformed, none can be said to be gone
    for ident in accepted.keys() - book.numbered.keys():
        what = f"the ledger holds what is gone: {ident!r}, {accepted[ident].title}"
        remedy = f"bring it back, for ids are permanent; or strike it out with `make accept ID={ident}`"
        yield place_of(book.settings, ident).problem(what, remedy)


def obstacles(book: Book, records: Mapping[str, Record]) -> dict[Place, list[Problem]]:
    """Return the statements that cannot be accepted, by place: what is wrong with their heads or their programs."""
    heads = list(check_statements(book, records))
    runs = [*programs.check_sources(book, records), *programs.check_runs(book, records)]
    found: dict[Place, list[Problem]] = {}
    for page in book.pages:
        for statement in page.numbered:
            path = book.settings.program(statement.snippet)
            wrong = [each for each in heads if Place(each.path, each.line) == statement.place]
            wrong += [each for each in runs if each.path == path]
            if STATEMENT_KINDS.get(statement.kind, True) and statement.snippet not in book.snippets:
                remedy = f"write {path}, which asserts what the {statement.kind} says"
                wrong.append(statement.place.problem(f"its program {path} is missing", remedy))
            if wrong:
                found[statement.place] = wrong
    return found


def _may_be_misspelt(before: Entry | None, now: Entry) -> bool:
    """Whether all that changed is that less is said: where something is broken, that may be a reference."""
    return before is not None and now == replace(before, said=now.said) and set(now.said) < set(before.said)


def _edited(book: Book, entry: Statement | Figure, changed: Mapping[str, Sequence[str]]) -> Place:
    """Return where something was edited: in the entry, or where a page says something with its numbers, or of it."""
    if list(changed) == [SAID]:
        came = {line.removeprefix("+ ") for line in changed[SAID] if line.startswith("+ ")}
        said: tuple[Value | Reference, ...] = (*book.values_of(entry.snippet), *book.references_to(entry.ident))
        for each in said:
            if came.intersection(line for part in each.said for line in part.split("\n")):
                return each.place
    return entry.place


def _listed(changed: Mapping[str, Sequence[str]]) -> str:
    """Return what changed, with the first lines of each side; `accept` prints all of them."""
    shown = [", ".join(changed)]
    for lines in changed.values():
        shown += [f"      {line}" for line in lines[:_MOST]]
        if len(lines) > _MOST:
            shown.append(f"      … and {len(lines) - _MOST} lines more")
    return "\n".join(shown)


def _remedy(entries: Sequence[Statement | Figure], now: Entry) -> str:
    commands = ", ".join(f"`make accept ID={each.ident}`" for each in entries)
    return f"a person must read {_sides(now)}, then: {commands}"


def _sides(now: Entry) -> str:
    if now.kind == "figure":
        return "its caption and its alternative text beside the drawing"
    return "both sides, what it says and what its program asserts" if now.program else "what it says"
