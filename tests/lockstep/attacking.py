"""What the tests of doubt share: the program that is spoilt, and the attacks on programs of the book."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

from lockstep.doubt.known import Known
from lockstep.doubt.programs import program_attacks
from lockstep.doubt.reasons import Attack
from lockstep.edition import Edition

Replace = Callable[[str, str, str], None]

ODD = "snippets/odd_sum.py"
SUM, SQUARE = "total = sum(odds(count))\n", "assert total == count**2\n"
TOTAL = SUM + SQUARE


def on_programs(root: Path, *names: str, **changed: float) -> dict[str, Attack]:
    edition = Edition.make(root)
    settings = dataclasses.replace(edition.book.settings, **changed)  # type: ignore[arg-type]
    book = dataclasses.replace(edition.book, settings=settings)
    snippets = [book.snippets[name] for name in names]
    found = program_attacks(snippets, dataclasses.replace(edition, book=book), Known(settings))
    return {attack.spelling: attack for attacks in found for attack in attacks}


def survived(attacks: dict[str, Attack]) -> set[str]:
    return {spelling for spelling, attack in attacks.items() if not attack.beaten}
