"""The verdict is right of models whose training is known, and is none where texts tell nothing."""

from __future__ import annotations

import math

import pytest
import torch

from audit.counted import END, SIZE, START, documents, trained
from firsttoken import GRU, Causal, NGram, Stream, Vocabulary, fit_stream
from firsttoken.audit import Answer, Mean, Report, Signs, Verdict, audit, verdict

BEGIN = {"<s>": [START], "</s>": [END]}


def audited(way: str, count: int = 40, shuffle: bool = False) -> Report:
    table = trained(way)
    texts = documents(count, seed=2)
    if shuffle:
        generator = torch.Generator().manual_seed(0)
        texts = [[text[place] for place in torch.randperm(len(text), generator=generator)] for text in texts]
    return audit(lambda ids: table[ids], None, texts, begin=BEGIN)


@pytest.mark.parametrize(
    ("way", "start", "end"),
    [
        ("start symbol", Verdict.BEGINNINGS, Verdict.UNTRAINED),
        ("packed", Verdict.UNTRAINED, Verdict.BEGINNINGS),
        ("start of a window", Verdict.CHUNKS, Verdict.UNTRAINED),
        ("windows", Verdict.UNTRAINED, Verdict.UNTRAINED),
    ],
)
def test_the_verdict_is_right_of_each_training(way: str, start: Verdict, end: Verdict) -> None:
    report = audited(way)
    assert [each.verdict for each in report.starts] == [Verdict.UNDEFINED, start, end]
    ends = {fact.claim: fact.answer for fact in report.facts if fact.claim.endswith("texts end")}
    assert ends["1 comes where texts end"] is (Answer.YES if way == "packed" else Answer.NO)
    knows = [each.name for each in report.starts if each.verdict is Verdict.BEGINNINGS]
    assert [report.best.name if report.best else None] == (knows or [None])
    assert ("one" in report.advice) is (not knows)


@pytest.mark.parametrize("way", ["start symbol", "packed", "start of a window", "windows"])
def test_shuffled_texts_tell_nothing(way: str) -> None:
    found = {each.verdict for each in audited(way, shuffle=True).starts[1:]}
    assert found == {Verdict.UNKNOWN}


def test_random_weights_tell_nothing() -> None:
    network = GRU(Vocabulary([f"t{i}" for i in range(SIZE)]), seed=3)
    found = {each.verdict for each in audit(network, None, documents(20, seed=2), begin=BEGIN).starts}
    assert found == {Verdict.UNKNOWN}


def test_few_documents_tell_nothing_and_as_many_as_are_needed_do() -> None:
    assert {each.verdict for each in audited("packed", count=4).starts[1:]} == {Verdict.UNKNOWN}
    assert audited("packed", count=12).starts[2].verdict is Verdict.BEGINNINGS


@pytest.mark.parametrize("first", [Verdict.BEGINNINGS, Verdict.CHUNKS])
def test_a_model_with_a_first_law_needs_no_start(first: Verdict) -> None:
    vocabulary, texts = Vocabulary([f"t{i}" for i in range(SIZE)]), documents(400, seed=1)
    counted = NGram(vocabulary, 2, texts, smoothing=0.05)  # its first law is that of letters anywhere
    if first is Verdict.BEGINNINGS:
        beginnings = torch.tensor([text[0] for text in texts]).bincount(minlength=SIZE).double() + 0.05
        counted.log_first = (beginnings / beginnings.sum()).log  # type: ignore[method-assign]
    report = audit(counted, None, documents(40, seed=2))
    assert report.starts[0].verdict is report.verdict is first
    assert report.best is (report.starts[0] if first is Verdict.BEGINNINGS else None)


def test_a_network_that_was_trained_with_a_start_is_told_from_one_that_was_trained_without() -> None:
    vocabulary = Vocabulary([f"t{i}" for i in range(SIZE)])
    texts = documents(400, seed=1)
    verdicts = []
    for stream in (Stream.documents(texts, before=START, stop=END), Stream.crops(texts, length=20)):
        network = GRU(vocabulary, width=24, dtype=torch.float32)
        fit_stream(stream, Causal(network), steps=40, batch=16, rate=0.03)
        verdicts.append(audit(network, None, documents(40, seed=2), begin=BEGIN).starts[1].verdict)
    assert verdicts == [Verdict.BEGINNINGS, Verdict.UNTRAINED]


def test_costs_are_those_of_the_law() -> None:
    table, texts = trained("packed"), documents(6, seed=2)
    report = audit(lambda ids: table[ids], None, texts, begin=BEGIN)
    start = report.starts[2]
    first = [-table[END, text[0]].item() for text in texts]
    middle = [-table[END, text[1:]].mean().item() for text in texts]
    assert start.first is not None
    assert start.middle is not None
    assert math.isclose(start.first.mean, sum(first) / 6, rel_tol=1e-5)
    assert math.isclose(start.middle.mean, sum(middle) / 6, rel_tol=1e-5)
    spread = sum((cost - start.first.mean) ** 2 for cost in first) / 5 / 6
    assert math.isclose(start.first.error, spread**0.5, rel_tol=1e-5)
    assert start.saves.mean == start.later.mean == 0.0  # pairs remember no start
    assert report.uniform == math.log(SIZE)


def test_a_model_that_is_read_one_place_too_early_is_found_out() -> None:
    table = trained("packed")
    shifted = audit(lambda ids: table[ids.roll(1, dims=1)], None, documents(20, seed=2), begin=BEGIN)
    claim = "the law at a place is that of the next token"
    assert {fact.answer for fact in audited("packed").facts if fact.claim == claim} == {Answer.YES}
    assert {fact.answer for fact in shifted.facts if fact.claim == claim} == {Answer.NO}


def test_a_mean_that_rounds_to_zero_has_no_sign() -> None:
    """So that noise in the last bit, which another processor has otherwise, changes no report."""
    assert [str(Mean(mean, 0.1, 9)) for mean in (-0.004, -0.006, 0.0)] == ["0.00 ± 0.10", "-0.01 ± 0.10", "0.00 ± 0.10"]


def test_each_verdict_needs_each_of_its_signs() -> None:
    yes, no, near = Mean(1.0, 0.1, 9), Mean(-1.0, 0.1, 9), Mean(0.1, 0.1, 9)
    said = {
        Verdict.BEGINNINGS: Signs(order=yes, gain=yes, apart=yes, counted=near, places=near),
        Verdict.CHUNKS: Signs(order=yes, gain=near, apart=near, counted=no, places=yes),
        Verdict.UNTRAINED: Signs(order=yes, gain=no, apart=near, counted=near, places=no),
    }
    needed = {
        Verdict.BEGINNINGS: ("order", "gain", "apart"),
        Verdict.CHUNKS: ("order", "counted", "places"),
        Verdict.UNTRAINED: ("order", "gain", "places"),
    }
    for expected, signs in said.items():
        assert verdict(signs) is expected
        for name in needed[expected]:
            assert verdict(Signs(**(vars(signs) | {name: near}))) is Verdict.UNKNOWN
    assert verdict(None) is Verdict.UNDEFINED
    assert verdict(Signs(**(vars(said[Verdict.UNTRAINED]) | {"apart": yes}))) is Verdict.UNKNOWN
