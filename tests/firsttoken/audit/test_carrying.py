"""Every audit says how much the law behind the first place tells of the token there."""

from __future__ import annotations

import math
import re

import pytest
import torch

from audit.counted import END, SIZE, START, documents, trained
from firsttoken.audit import Answer, Fact, audit

TABLE, TEXTS = trained("packed"), documents(12, seed=2)
BLIND = TABLE.mean(dim=0).log_softmax(dim=0)


def deaf(ids: torch.Tensor) -> torch.Tensor:
    laws = TABLE[ids].clone()
    laws[:, 0] = BLIND
    return laws


def told(model: object, **starts: int) -> Fact:
    report = audit(model, None, TEXTS, begin={name: [number] for name, number in starts.items()})
    [fact] = [each for each in report.facts if each.rests_on == "sink"]
    return fact


def test_it_is_told_whether_the_first_place_is_read() -> None:
    one, other = (told(model, start=START) for model in (lambda ids: TABLE[ids], deaf))
    assert (one.answer, other.answer) == (Answer.YES, Answer.NO)
    tokens = sorted({token for text in TEXTS for token in text})
    laws = TABLE[tokens].double().exp()
    expected = (laws * (laws / laws.mean(dim=0)).log()).sum(dim=1).mean().item()
    assert 0 < expected < math.log(len(tokens))
    assert re.findall(r"\d+\.\d\d(?= ±)", one.seen) == [f"{expected:.2f}"] * 2
    assert "tells 0.00 ± 0.00 nats" in other.seen
    assert f"of which of {len(tokens)} tokens is there" in one.seen


@pytest.mark.parametrize("law", [-800.0, -1e4, torch.finfo().min, -math.inf])
def test_outputs_that_are_no_tokens_change_nothing(law: float) -> None:
    padded = torch.cat([TABLE, torch.full((len(TABLE), 3), law)], dim=1)
    assert told(lambda ids: padded[ids], start=START) == told(lambda ids: TABLE[ids], start=START)


def test_it_is_compared_with_the_place_behind_the_start_that_reads_best() -> None:
    def model(ids: torch.Tensor) -> torch.Tensor:
        """Return laws that know nothing behind the start symbol."""
        laws = TABLE[ids].clone()
        laws[ids[:, 0] == START] = BLIND
        return laws

    assert "behind 'end'" in told(model, start=START, end=END).seen


def test_of_a_model_that_reads_nothing_and_without_a_start_it_cannot_be_told() -> None:
    assert told(lambda ids: BLIND.expand(*ids.shape, SIZE), start=START).answer is Answer.UNKNOWN
    alone = told(deaf)
    assert alone.answer is Answer.UNKNOWN
    assert "no start was tried" in alone.seen
