from __future__ import annotations

from itertools import product

import numpy as np
import pytest
import torch
from scipy.special import softmax
from torch.distributions import Categorical

from firsttoken import (
    Causal,
    FirstTokenError,
    FirstTokenUndefined,
    NGram,
    Tabular,
    Transformer,
    Vocabulary,
    kitten,
    tempered,
    tempered_whole,
    top_k,
)

V = Vocabulary("abc")


def random_model(seed):
    generator = torch.Generator().manual_seed(seed)
    first = Categorical(torch.rand(3, generator=generator, dtype=torch.float64))
    return Causal(Tabular(V, 4, generator=generator)).with_first(first)


def by_hand(model, change, horizon):
    """Every string's probability, its laws changed one context after another."""
    probs = []
    for string in product(range(3), repeat=horizon):
        total = 1.0
        for t, symbol in enumerate(string):
            law = model.given(V.decode(string[:t]), horizon=1).log_probs().exp().detach().numpy()
            law = change(law)
            total *= law[symbol] / law.sum()
        probs.append(total)
    return np.array(probs)


@pytest.mark.parametrize("tau", [0.1, 0.7, 1.0, 3.0])
def test_tempered_is_each_law_to_a_power(tau):
    model = random_model(0)
    found = tempered(model, tau).given("", horizon=3).log_probs().exp().detach().numpy()
    assert found == pytest.approx(by_hand(model, lambda law: law ** (1 / tau), 3), abs=1e-12)


@pytest.mark.parametrize("k", [1, 2, 3, 10])
def test_top_k_sorts_each_law(k):
    model = random_model(1)

    def cut(law):
        return np.where(law >= np.sort(law)[::-1][min(k, 3) - 1], law, 0.0)

    found = top_k(model, k).given("", horizon=3).log_probs().exp().detach().numpy()
    assert found == pytest.approx(by_hand(model, cut, 3), abs=1e-12)


def test_ties_are_kept():
    model = Causal(NGram(V, 1, [[0, 0, 1, 2]]))
    law = top_k(model, 2).given("", horizon=1).log_probs().exp()
    assert law.tolist() == pytest.approx([0.5, 0.25, 0.25])
    assert top_k(model, 1).given("", horizon=2).log_probs().exp().tolist()[0] == 1


@pytest.mark.parametrize("tau", [0.2, 1.0, 2.0])
def test_tempered_whole_is_scipys_softmax(tau):
    law = random_model(2).given("", horizon=4)
    scores = law.log_probs().detach().numpy() / tau
    assert tempered_whole(law, tau).log_probs().exp().numpy() == pytest.approx(softmax(scores), abs=1e-12)


def test_impossible_stays_impossible():
    world = kitten()
    for law in (
        tempered(world.causal(), 0.8).given("", horizon=4),
        tempered(world.causal(), 5.0).given("", horizon=4),
        top_k(world.causal(), 8).given("", horizon=4),
        tempered_whole(world, 5.0),
    ):
        assert torch.equal(law.log_probs().exp() > 0, world.log_probs().exp() > 0)
        assert law.log_probs().exp().sum().item() == pytest.approx(1, abs=1e-12)


def test_temperature_one_and_all_symbols_change_nothing():
    model = random_model(3)
    expected = model.given("", horizon=4).log_probs()
    assert torch.allclose(tempered(model, 1.0).given("", horizon=4).log_probs(), expected, atol=1e-12)
    assert torch.allclose(top_k(model, 3).given("", horizon=4).log_probs(), expected, atol=1e-12)


def test_both_ends_stay_what_they_are():
    vocabulary = Vocabulary(["^", "a", "b", "$"])
    network = Transformer(vocabulary, 4, width=8)
    model = Causal(network, before="^", stop="$", excluded=["^"])
    for changed in (tempered(model, 0.5), top_k(model, 2)):
        law = changed.given("", horizon=3)
        strings, probs = law.enumerate_support(), law.log_probs().exp()
        assert probs.sum().item() == pytest.approx(1, abs=1e-12)
        assert probs[(strings == 0).any(dim=1)].sum() == 0
    whole = tempered_whole(model.given("", horizon=3), 0.5)
    start = model.given("", horizon=3)
    ratio = whole.log_prob(start.enumerate_support()) - start.log_probs().detach() / 0.5
    possible = start.log_probs() > -torch.inf
    assert ratio[possible].std().item() < 1e-12


def test_a_temperature_supplies_no_first_factor():
    model = Causal(Tabular(V, 4))
    for changed in (tempered(model, 0.5), top_k(model, 1)):
        with pytest.raises(FirstTokenUndefined):
            changed.given("", horizon=2)
        assert changed.given("a", horizon=2).log_probs().exp().sum().item() == pytest.approx(1)


def test_samples_come_from_the_changed_law():
    torch.manual_seed(0)
    law = tempered(random_model(4), 0.5).given("", horizon=2)
    drawn = law.sample((20_000,)) @ torch.tensor([3, 1])
    seen = drawn.bincount(minlength=9) / 20_000
    assert (seen - law.log_probs().exp()).abs().max() < 0.015


@pytest.mark.parametrize("tau", [0.0, -1.0, float("nan")])
def test_temperatures_are_positive(tau):
    model = random_model(5)
    with pytest.raises(FirstTokenError, match="positive"):
        tempered(model, tau)
    with pytest.raises(FirstTokenError, match="positive"):
        tempered_whole(model.given("", horizon=2), tau)


def test_what_is_refused():
    model = random_model(6)
    with pytest.raises(FirstTokenError, match="k >= 1"):
        top_k(model, 0)
    with pytest.raises(FirstTokenError, match="batch"):
        tempered_whole(model.given(["a", "b"], horizon=2), 0.5)
