"""The ledger: each section, and what it rests on, stand as they were when a person last read them together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from lockstep.book import Book
from lockstep.ledger.changes import Change, changes, line_diff
from lockstep.ledger.lock import place_of, read_lock
from lockstep.ledger.sections import Evidence, sections_of
from lockstep.problem import BookError, Place, Problem

REMEDY = "a person must read both sides: `make review` shows what changed and asks"
_MOST = 12


def check_ledger(book: Book, others: Collection[Problem]) -> Iterator[Problem]:
    """Sections that nobody accepted as they are, with what they rest on as it is, and accepted ones that are gone.

    Each problem stands at the file that was edited: a page, or a program with every section that rests on it. What
    is broken otherwise, as the `others` say, is mended first, and read when it is whole.
    """
    try:
        ready, _ = pending(book, others)
    except BookError as error:
        yield from error.problems
        return
    rested: dict[Evidence, list[Change]] = {}
    for change in ready:
        if change.section is None:
            what = f"the ledger holds what is gone: the section {change.ident!r}"
            remedy = "bring it back; or let it go: `make review` asks"
            yield place_of(book.settings, change.ident).problem(what, remedy)
        elif change.before is None:
            yield change.section.place.problem(f"nobody has accepted the section {change.ident!r}", REMEDY)
        else:
            if change.reworded:
                what = f"the section {change.ident!r} is not as it was accepted"
                yield change.edited().problem(_with(what, change.words()), REMEDY)
            for each in change.moved:
                if each.name in change.before.evidence:
                    rested.setdefault(each, []).append(change)
    for each, resting in rested.items():
        yield _of_evidence(each, resting)


def pending(book: Book, others: Iterable[Problem]) -> tuple[list[Change], list[Change]]:
    """Return what is to be accepted: what can be read now, and what waits for a file with a problem.

    Raises:
        BookError: The ledger cannot be read.
    """
    broken = {problem.path for problem in others}
    ready: list[Change] = []
    waiting: list[Change] = []
    for each in changes(sections_of(book), read_lock(book.settings)):
        (ready if broken.isdisjoint(each.files) else waiting).append(each)
    return ready, waiting


def _of_evidence(evidence: Evidence, resting: Sequence[Change]) -> Problem:
    before = next(iter(resting)).before
    assert before is not None, "what nobody accepted rests on nothing"
    lines = line_diff(before.evidence[evidence.name], evidence.lines)
    names = ", ".join(repr(each.ident) for each in resting[:_MOST]) + (" …" if len(resting) > _MOST else "")
    count = "a section that rests" if len(resting) == 1 else f"{len(resting)} sections that rest"
    what = f"{evidence.name} is not as it was accepted with {count} on it: {names}"
    return _first(evidence, before.evidence[evidence.name]).problem(_with(what, lines), REMEDY)


def _first(evidence: Evidence, before: Sequence[str]) -> Place:
    """Return the first line of a program, or of an entry of the API reference, that changed."""
    same = (n for n, (a, b) in enumerate(zip(before, evidence.lines, strict=False)) if a != b)
    offset = next(same, min(len(before), len(evidence.lines) - 1))
    return Place(evidence.place.path, evidence.place.line + max(offset, 0))


def _with(what: str, lines: Sequence[str]) -> str:
    """Return what changed with its first lines; `review` prints all of them."""
    shown = [what, *(f"      {line}" for line in lines[:_MOST])]
    if len(lines) > _MOST:
        shown.append(f"      … and {len(lines) - _MOST} lines more")
    return "\n".join(shown)
