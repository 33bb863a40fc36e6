"""The attacks on this book that run nothing: each is noticed, or says why it may pass. The rest is `make doubt`."""

from __future__ import annotations

from pathlib import Path

from lockstep.doubt.command import page_attacks
from lockstep.doubt.reasons import read_reasons, unexplained
from lockstep.doubt.trial import Trial
from lockstep.edition import Edition

ROOT = Path(__file__).parents[1]


def test_every_attack_on_a_page_is_noticed() -> None:
    edition = Edition.current(ROOT)
    assert edition.problems == ()  # or what is wrong already hides what an attack makes wrong
    attacks = list(page_attacks(Trial(edition.book, edition.records)))
    assert {attack.program for attack in attacks} >= {
        statement.snippet for statement in edition.book.statements.values()
    }
    assert list(unexplained(attacks, read_reasons(edition.book.settings), edition.book.settings)) == []
