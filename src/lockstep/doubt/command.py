"""The command: doubt everything, or the statements that are named."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from lockstep.doubt.clauses import clause_attacks
from lockstep.doubt.known import Known
from lockstep.doubt.programs import program_attacks
from lockstep.doubt.reasons import Attack, read_reasons, stale, survivors, table, unexplained
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
    evident = [ident for ident, each in book.numbered.items() if each.snippet in book.snippets]
    if unknown := [ident for ident in idents if ident not in evident]:
        hint = did_you_mean(unknown[0], evident, f"there are: {', '.join(evident) or 'none'}")
        print(f"no statement or figure with a program is called {unknown[0]!r}; {hint}", file=sys.stderr)
        return 1
    programs = {ident.replace("-", "_") for ident in idents} or None
    reasons = read_reasons(book.settings)  # before the attacks, which take long
    attacks: list[Attack] = []
    known = Known(book.settings)
    doubted = [each for name, each in book.snippets.items() if programs is None or name in programs]
    made = program_attacks(doubted, edition, known)
    for number, found in enumerate(made, 1):
        print(f"{number}. {found[0].program}: {len(found)} attacks", file=sys.stderr)
        attacks += found
    attacks += clause_attacks(book, known, programs)
    for line in (*table(attacks, reasons), *survivors(attacks, reasons)):
        print(line)
    chosen = reasons if programs is None else {name: each for name, each in reasons.items() if name in programs}
    problems = [*unexplained(attacks, reasons, book.settings), *stale(attacks, chosen, book.settings)]
    if problems:
        raise BookError(problems)
    return 0
