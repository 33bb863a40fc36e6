"""Accepting one statement: both sides are put in front of a person, and what they were is written down."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

from lockstep.book import Book
from lockstep.book.model import Figure, Statement
from lockstep.check.ledger import obstacles
from lockstep.ledger.changes import changes
from lockstep.ledger.lock import Entry, enter, entry_of, lock_path, read_lock
from lockstep.problem import BookError, did_you_mean
from lockstep.run import run_book

_WIDTH = 100


def accept(root: Path, ident: str) -> int:
    """Run the program of one statement or figure, print both sides, and enter them into the ledger.

    There is no way to accept more than one: each is read by itself. Nothing else that is wrong with the book
    matters here.

    Returns:
        0 when the ledger holds the statement as it is, or, for one that is gone, holds it no longer; 1 when the id
        is unknown.

    Raises:
        BookError: The statement cannot be accepted, with every reason; or the ledger cannot be read.
    """
    book = Book.load(root)
    accepted = read_lock(book.settings)
    statement = book.numbered.get(ident)
    before = accepted.get(ident)
    if statement is not None:
        return _enter(book, statement, before)
    if before is not None:
        enter(book.settings, ident, None)
        _print([f"{ident} is gone from the book, and now from {lock_path(book.settings)}. It said:"], before.text)
        return 0
    known = sorted(book.numbered.keys() | accepted.keys())
    hint = did_you_mean(ident, known, f"there are: {', '.join(known) or 'none'}")
    print(f"no statement or figure is called {ident!r}; {hint}", file=sys.stderr)
    return 1


def _enter(book: Book, statement: Statement | Figure, before: Entry | None) -> int:
    snippet = book.snippets.get(statement.snippet)
    runnable = [snippet] if snippet is not None and not snippet.problems else []
    records = run_book(runnable, book.asked, book.settings)
    if reasons := obstacles(book, records).get(statement.place):
        raise BookError(reasons)
    now = entry_of(book, statement)
    place = f"({statement.place.path}:{statement.place.line})"
    if isinstance(statement, Figure):
        _print([f"{statement.label} {place}", "", "Its caption says"], [now.title])
        _print(["", "Whoever does not see it is told"], now.text)
    else:
        _print([f"{statement.label}, {now.title} {place}", "", "It says"], now.text)
    if now.proof:
        _print(["", "It is proved thus"], now.proof)
    if now.said:
        _print(["", "Under its heading, and of it or with its numbers, the pages say"], now.said)
    if snippet is not None:
        _print(["", f"{snippet.path} ran, passed, and asserts"], now.assertions or ["nothing: it draws"])
    if before is None:
        print("\nIt was not accepted before.")
    elif changed := changes(before, now):
        print("\nSince it was last accepted")
        for side, lines in changed.items():
            _print([f"  {side}"], lines)
    else:
        print(f"\nNothing has changed: {lock_path(book.settings)} holds it already.")
        return 0
    enter(book.settings, statement.ident, now)
    print(f"\nAccepted, in {lock_path(book.settings)}. That the two say the same is your word, and nobody else's.")
    return 0


def _print(heads: Iterable[str], lines: Iterable[str]) -> None:
    for line in (*heads, *_indented(lines)):
        print(line)


def _indented(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield from textwrap.wrap(
            line,
            _WIDTH,
            initial_indent="    ",
            subsequent_indent="      ",
            break_long_words=False,
            break_on_hyphens=False,
        )
