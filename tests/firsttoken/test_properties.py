"""Identities on random worlds: zeros, one symbol, one position included."""

from __future__ import annotations

import itertools
import math

import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.distributions import Categorical

from firsttoken import (
    GRU,
    MADE,
    Causal,
    ContextUndefined,
    Joint,
    NGram,
    Tabular,
    Transformer,
    Vocabulary,
    cross_entropy,
)

exactly = settings(derandomize=True, database=None, deadline=None, max_examples=40)


@st.composite
def tables(draw):
    size, length = draw(st.sampled_from([(1, 1), (1, 3), (2, 1), (2, 2), (2, 3), (3, 2), (3, 3), (5, 1)]))
    weights = st.lists(st.integers(0, 4), min_size=size**length, max_size=size**length)
    return size, length, draw(weights.filter(lambda weights: sum(weights) > 0))


def joint_of(table):
    # not in the strategy: checking its arguments draws random numbers, which Hypothesis forbids there
    size, length, weights = table
    probs = torch.tensor(weights, dtype=torch.float64).reshape([size] * length)
    return Joint(Vocabulary([f"s{i}" for i in range(size)]), probs / probs.sum())


@exactly
@given(tables())
def test_the_chain_rule_gives_back_the_joint_in_every_order(table):
    joint = joint_of(table)
    strings = joint.enumerate_support()
    for order in itertools.permutations(range(joint.horizon)):
        reordered = joint.marginal(*(axis + 1 for axis in order)).causal().given("", horizon=joint.horizon)
        by_factors = reordered.log_prob(strings[:, list(order)]).exp()
        assert torch.allclose(by_factors, joint.log_probs().exp(), rtol=0, atol=1e-15)


@exactly
@given(tables())
def test_entropy_by_enumeration(table):
    joint = joint_of(table)
    by_hand = -math.fsum(p * math.log(p) for p in joint.probs.flatten().tolist() if p > 0)
    assert math.isclose(joint.entropy().item(), by_hand, abs_tol=1e-12)
    assert math.isclose(joint.causal().given("", horizon=joint.horizon).entropy().item(), by_hand, abs_tol=1e-12)


@exactly
@given(tables())
def test_without_the_first_factor_the_mass_is_the_number_of_possible_starts(table):
    joint = joint_of(table)
    if joint.horizon == 1:
        return
    mass, impossible = 0.0, 0
    for symbol in joint.vocabulary:
        try:
            mass += joint.causal().given(symbol, horizon=joint.horizon - 1).log_probs().exp().sum().item()
        except ContextUndefined:
            impossible += 1
    assert math.isclose(mass, len(joint.vocabulary) - impossible, abs_tol=1e-12)
    assert impossible == int((joint.first().probs == 0).sum())


@exactly
@given(st.integers(1, 4), st.integers(2, 4), st.integers(0, 10_000))
def test_without_the_first_factor_the_mass_of_a_total_model_is_the_size_of_its_vocabulary(size, length, seed):
    vocabulary = Vocabulary([f"s{i}" for i in range(size)])
    causal = Causal(Tabular(vocabulary, length, generator=torch.Generator().manual_seed(seed)))
    rest = causal.given(list(vocabulary), horizon=length - 1)
    assert math.isclose(rest.log_probs().exp().sum().item(), size, abs_tol=1e-12)
    first = Categorical(torch.rand(size, dtype=torch.float64, generator=torch.Generator().manual_seed(seed)))
    whole = causal.with_first(first).given("", horizon=length)
    assert math.isclose(whole.log_probs().exp().sum().item(), 1, abs_tol=1e-12)


@exactly
@given(tables(), st.integers(0, 10_000))
def test_samples_are_possible_strings(table, seed):
    joint = joint_of(table)
    torch.manual_seed(seed)
    for law in (joint, joint.causal().given("", horizon=joint.horizon)):
        drawn = law.sample((20,))
        assert drawn.shape == (20, joint.horizon)
        assert (law.log_prob(drawn) > -torch.inf).all()


@exactly
@given(tables(), st.integers(1, 3), st.sampled_from([0.0, 0.5]))
def test_a_full_order_model_counted_on_a_joint_is_the_joint(table, extra, smoothing):
    joint = joint_of(table)
    order = joint.horizon + extra
    vocabulary = Vocabulary([*joint.vocabulary, "^"])
    model = NGram(
        vocabulary,
        order,
        joint.enumerate_support(),
        weights=1000 * joint.log_probs().exp(),
        smoothing=smoothing,
        before="^",
    )
    law = Causal(model, before="^").given("", horizon=joint.horizon)
    expected = joint.over(vocabulary).log_probs().exp()
    assert torch.allclose(law.log_probs().exp(), expected, rtol=0, atol=1e-12 if smoothing == 0 else 0.05)
    assert math.isclose(law.log_probs().exp().sum().item(), 1, abs_tol=1e-12)


@exactly
@given(st.integers(1, 3), st.integers(1, 4), st.integers(0, 10_000))
def test_a_model_with_an_empty_context_is_a_law_of_mass_one(size, length, seed):
    vocabulary = Vocabulary([f"s{i}" for i in range(size)])
    models = [GRU(vocabulary, width=3, seed=seed), MADE(vocabulary, length, width=5, seed=seed)]
    for model in models:
        for parameter in model.parameters():
            torch.nn.init.normal_(parameter, generator=torch.Generator().manual_seed(seed))
        law = Causal(model.requires_grad_(False)).given("", horizon=length)
        assert math.isclose(law.log_probs().exp().sum().item(), 1, abs_tol=1e-12)
        strings = law.enumerate_support()
        assert torch.allclose(law.log_probs(), law.log_prob(strings), rtol=0, atol=1e-11)


@exactly
@given(st.integers(1, 3), st.integers(2, 3), st.integers(0, 10_000), st.booleans())
def test_frequencies_of_samples_are_probabilities(size, length, seed, stops):
    vocabulary = Vocabulary([f"s{i}" for i in range(size)])
    model = GRU(vocabulary, width=3, seed=seed).requires_grad_(False)
    model.unembed.weight.mul_(5)
    law = Causal(model, stop="s0" if stops else None).given("", horizon=length)
    torch.manual_seed(seed)
    drawn = law.sample((4000,))
    counts = (drawn[:, None] == law.enumerate_support()).all(dim=2).double().mean(dim=0)
    assert 0.5 * (counts - law.log_probs().exp()).abs().sum().item() < 0.06


@settings(parent=exactly, max_examples=6)
@given(tables().filter(lambda table: table[0] > 1), st.integers(0, 10_000))
def test_gradients_are_finite_differences(table, seed):
    joint = joint_of(table)
    vocabulary = joint.vocabulary
    everywhere = tuple(range(1, joint.horizon + 1))
    start = Causal(Transformer(vocabulary, joint.horizon, width=4, heads=2, layers=1, seed=seed), before="s0")
    models = [Causal(GRU(vocabulary, width=3, seed=seed)), Causal(MADE(vocabulary, joint.horizon, width=4)), start]
    for causal in models:
        parameters = list(causal.model.parameters())
        assert torch.autograd.gradcheck(
            lambda *_, q=causal: cross_entropy(joint, q, scored=everywhere), parameters, fast_mode=True
        )
