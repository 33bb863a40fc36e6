from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.distributions import Categorical, kl_divergence

from firsttoken import (
    Causal,
    FDivergence,
    FirstTokenError,
    Tabular,
    Vocabulary,
    chi_squared,
    hellinger,
    kitten,
    kl,
    tv,
)

EVERY = [kl, tv, hellinger, chi_squared]
exactly = settings(derandomize=True, database=None, deadline=None, max_examples=60)


def uniform(size):
    return Categorical(torch.ones(size, dtype=torch.float64))


@st.composite
def pairs(draw):
    size = draw(st.integers(1, 5))
    weights = st.lists(st.integers(0, 4), min_size=size, max_size=size).filter(lambda weights: sum(weights) > 0)
    return draw(weights), draw(weights)


def by_hand(name, p, q):
    if name == "kl":
        return math.fsum(a * math.log(a / b) if b else math.inf for a, b in zip(p, q, strict=True) if a)
    if name == "tv":
        return math.fsum(abs(a - b) for a, b in zip(p, q, strict=True)) / 2
    if name == "hellinger":
        return math.fsum((math.sqrt(a) - math.sqrt(b)) ** 2 for a, b in zip(p, q, strict=True)) / 2
    return math.fsum((a - b) ** 2 / b if b else math.inf for a, b in zip(p, q, strict=True) if a or b)


@pytest.mark.parametrize("divergence", EVERY, ids=lambda each: each.name)
@exactly
@given(pair=pairs())
def test_against_its_formula(divergence, pair):
    p, q = (Categorical(torch.tensor(weights, dtype=torch.float64)) for weights in pair)
    expected = by_hand(divergence.name, p.probs.tolist(), q.probs.tolist())
    assert divergence(p, q).item() == pytest.approx(expected, abs=1e-12)
    assert divergence(p, p).item() == 0
    if pair[0] != pair[1]:
        assert divergence(p, q).item() >= 0


@exactly
@given(pairs())
def test_kl_agrees_with_torch(pair):
    p, q = (Categorical(torch.tensor(weights, dtype=torch.float64)) for weights in pair)
    assert kl(p, q).item() == pytest.approx(kl_divergence(p, q).item(), abs=1e-12)


@pytest.mark.parametrize("divergence", EVERY, ids=lambda each: each.name)
def test_the_same_conditionals_cancel(divergence):
    vocabulary = Vocabulary(["a", "b", "c"])
    causal = Causal(Tabular(vocabulary, 4, generator=torch.Generator().manual_seed(0)))
    p = Categorical(torch.tensor([0.2, 0.3, 0.5], dtype=torch.float64))
    for weights in ([0.6, 0.3, 0.1], [0.5, 0.0, 0.5]):
        q = Categorical(torch.tensor(weights, dtype=torch.float64))
        laws = [causal.with_first(first).given("", horizon=4) for first in (p, q)]
        assert divergence(*laws).item() == pytest.approx(divergence(p, q).item(), abs=1e-12)


def test_kitten_s_price_of_a_uniform_first_law():
    first = kitten().first()
    assert kl(first, uniform(8)).item() == pytest.approx(0.937321, abs=5e-7)
    assert kl(first, uniform(8)).item() / math.log(2) == pytest.approx(1.352, abs=5e-4)
    assert kl(first, uniform(8)).item() == pytest.approx(math.log(8) - first.entropy().item(), abs=1e-12)
    assert tv(first, uniform(8)).item() == pytest.approx(0.575, abs=1e-12)
    assert kl(uniform(8), first).item() == math.inf


def test_an_f_divergence_of_one_s_own():
    reverse = FDivergence("reverse kl", lambda ratio: -ratio.log(), slope=0.0)
    p, q = (Categorical(torch.tensor(weights, dtype=torch.float64)) for weights in ([1, 2, 0], [2, 1, 0]))
    assert reverse(p, q).item() == pytest.approx(kl(q, p).item(), abs=1e-15)
    wider = Categorical(torch.tensor([1.0, 1, 1], dtype=torch.float64))
    assert reverse(p, wider).item() == math.inf
    assert reverse(wider, p).item() == pytest.approx(kl(p, wider).item(), abs=1e-15)


def test_batches_of_laws():
    causal = kitten().causal()
    she, he = (causal.given(word, horizon=3) for word in ("She", "He"))
    both = tv(causal.given(["She", "He"], horizon=3), causal.given(["He", "He"], horizon=3))
    assert both.tolist() == pytest.approx([tv(she, he).item(), 0], abs=1e-15)


def test_laws_over_different_values_are_not_compared():
    with pytest.raises(FirstTokenError, match=r"tv\(p, q\) takes two laws over the same values.*\(8,\) and \(3,\)"):
        tv(uniform(8), uniform(3))
    with pytest.raises(FirstTokenError, match="same values"):
        tv(kitten().marginal(1), uniform(8))
