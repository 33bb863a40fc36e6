"""The command: doubt everything, or the statements and figures that are named."""

from __future__ import annotations

import sys
from collections.abc import Container, Iterator, Sequence
from pathlib import Path

from lockstep.book import Book
from lockstep.book.model import Snippet
from lockstep.doubt.attack import Attack
from lockstep.doubt.fences import dropped_fences
from lockstep.doubt.programs import program_attacks
from lockstep.doubt.reasons import read_reasons, stale, unexplained
from lockstep.doubt.report import survivors, table
from lockstep.doubt.statements import statement_attacks
from lockstep.doubt.trial import Trial
from lockstep.doubt.values import deleted_values, typed_values
from lockstep.edition import Edition
from lockstep.problem import BookError, did_you_mean


def doubt(root: Path, idents: Sequence[str] = ()) -> int:
    """Attack the book at `root`, or what is named, and print what became of it.

    Returns:
        0 when every attack was beaten or has its reason; 1 when an id is unknown.

    Raises:
        BookError: The book has problems already; an attack survived without a reason; or a reason is stale.
    """
    edition = Edition.current(root)
    if edition.problems:
        raise BookError(edition.problems)
    book = edition.book
    if unknown := [ident for ident in idents if ident not in book.statements and ident not in book.figures]:
        hint = did_you_mean(unknown[0], book.numbered, f"there are: {', '.join(book.numbered) or 'none'}")
        print(f"no statement or figure is called {unknown[0]!r}; {hint}", file=sys.stderr)
        return 1
    programs = {ident.replace("-", "_") for ident in idents} or None
    attacks = list(page_attacks(Trial(book, edition.records, programs)))
    for number, found in enumerate(program_attacks(_running(book, programs), edition.records, book.settings), 1):
        print(f"{number}. {found[0].program}: {len(found)} attacks", file=sys.stderr)
        attacks += found
    reasons = read_reasons(book.settings)
    for line in (*table(attacks, reasons), *survivors(attacks, reasons)):
        print(line)
    chosen = reasons if programs is None else {name: each for name, each in reasons.items() if name in programs}
    problems = [*unexplained(attacks, reasons, book.settings), *stale(attacks, chosen, book.settings)]
    if problems:
        raise BookError(problems)
    return 0


def page_attacks(trial: Trial) -> Iterator[Attack]:
    """Make every attack that runs nothing."""
    yield from deleted_values(trial)
    for page in trial.book.pages:
        yield from typed_values(trial, page)
        for statement in page.statements:
            yield from statement_attacks(trial, page, statement)
        yield from dropped_fences(trial, page)


def _running(book: Book, programs: Container[str] | None) -> Iterator[Snippet]:
    """Return the programs that assert something."""
    for name, snippet in book.snippets.items():
        if not snippet.draws and (programs is None or name in programs):
            yield snippet
