"""Reviewing and accepting: what changed is put in front of a person, and what the person says is written down."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from lockstep.book import Book
from lockstep.check import check_rules
from lockstep.check.ledger import pending
from lockstep.ledger.changes import Change
from lockstep.ledger.lock import accepted_as, enter, lock_path, read_lock
from lockstep.ledger.sections import section_with, sections_of
from lockstep.ledger.sides import both_sides
from lockstep.problem import BookError, Problem, did_you_mean
from lockstep.run import Record
from lockstep.run.evidence import run_book

_QUESTION = "Do the words say what the programs do? [y]es, [n]o, [q]uit: "


def review(root: Path, ask: Callable[[str], str] | None) -> int:
    """Walk through every section that is not as it was accepted, and enter those of which a person says yes.

    Sections that changed in nothing but the same programs are one question.

    Args:
        root: The book's folder.
        ask: Puts a question and returns the answer; None where nobody can answer, as in a pipe.

    Returns:
        0 when the ledger holds every section as it is; 1 otherwise.

    Raises:
        BookError: The ledger cannot be read.
    """
    book, records, problems = _run(root)
    ready, waiting = pending(book, problems)
    groups = list(_grouped(ready))
    left = len(ready)
    for number, group in enumerate(groups, 1):
        print(f"\n{number} of {len(groups)}", "-" * 60)
        _show(group, records)
        answer = _answer(ask) if ask else "n"
        if answer == "q":
            break
        if answer == "y":
            _enter(book, group)
            left -= len(group)
    for each in waiting:
        print(f"\n{each.ident} waits: it, or what it rests on, has a problem, which `lockstep check` names")
    if left:
        print(f"\n{left} of {len(ready)} sections are not accepted{'' if ask else '; on a terminal, this asks'}")
    elif not waiting:
        print(f"{lock_path(book.settings)} holds every section as it is")
    return 1 if left or waiting else 0


def accept(root: Path, idents: Sequence[str]) -> int:
    """Show what changed in the sections that are named, and enter them.

    Args:
        root: The book's folder.
        idents: Sections, as problems name them; or statements and figures, which stand for the section they are in.

    Returns:
        0 when the ledger holds them as they are; 1 when one is unknown, and then none is entered.

    Raises:
        BookError: One cannot be accepted yet, with every reason; or the ledger cannot be read.
    """
    book, records, problems = _run(root)
    sections, accepted = sections_of(book), read_lock(book.settings)
    chosen = []
    for ident in idents:
        entry = book.numbered.get(ident)
        chosen.append(section_with(sections, entry).ident if entry is not None else ident)
    known = {*sections, *accepted}
    if unknown := [each for each in chosen if each not in known]:
        hint = did_you_mean(unknown[0], {*known, *book.numbered}, "`lockstep review` names what is to be accepted")
        print(f"no section, statement or figure is called {unknown[0]!r}; {hint}", file=sys.stderr)
        return 1
    ready, waiting = pending(book, problems)
    if stopped := [each for each in waiting if each.ident in chosen]:
        raise BookError(problem for each in stopped for problem in problems if problem.path in each.files)
    changed = {name: each for each in ready for name in (each.was, each.ident)}
    for ident in dict.fromkeys(chosen):
        if ident in changed:
            _show([changed[ident]], records)
            _enter(book, [changed[ident]])
        else:
            print(f"{ident} has not changed: {lock_path(book.settings)} holds it already")
    return 0


def _run(root: Path) -> tuple[Book, Mapping[str, Record], set[Problem]]:
    book = Book.load(root)
    runnable = [snippet for snippet in book.snippets.values() if not snippet.problems]
    records = run_book(runnable, book.asked, book.settings)
    return book, records, check_rules(book, records)


def _grouped(ready: Sequence[Change]) -> Iterator[list[Change]]:
    """Yield what is one question: a section whose words changed; or all that rest on the same that did."""
    by_evidence: dict[object, list[Change]] = {}
    for each in ready:
        by_evidence.setdefault(each.ident if each.reworded else each.moved, []).append(each)
    yield from by_evidence.values()


def _show(group: Sequence[Change], records: Mapping[str, Record]) -> None:
    for line in both_sides(group, records):
        print(line)


def _answer(ask: Callable[[str], str]) -> str:
    while True:
        try:
            given = ask(_QUESTION).strip().lower()
        except EOFError:
            return "q"
        if given in ("y", "n", "q", "yes", "no", "quit"):
            return given[0]


def _enter(book: Book, group: Sequence[Change]) -> None:
    entered = {each.was: None for each in group if each.was != each.ident}
    now = {each.ident: accepted_as(each.section) if each.section else None for each in group}
    enter(book.settings, entered | now)
    names = ", ".join(each.ident for each in group)
    print(f"  accepted: {names}")
