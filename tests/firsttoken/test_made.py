from __future__ import annotations

import pytest
import torch
from torch.distributions import kl_divergence

from firsttoken import MADE, Causal, TooLong, Vocabulary, cross_entropy, fit, kitten

LETTERS = Vocabulary(["a", "b", "c"])
WORLD = kitten()


@pytest.fixture
def model():
    return MADE(LETTERS, 4, width=7, seed=1).requires_grad_(False)


def logits(model, strings):
    """The network without its masks taken for granted: the output at every position of whole strings."""
    symbols = torch.nn.functional.one_hot(strings, 3).double().flatten(1)
    units = (symbols @ (model.hidden.weight * model._read).T + model.hidden.bias).relu()
    return (units @ (model.output.weight * model._write).T + model.output.bias).reshape(-1, 4, 3)


def test_the_laws_of_prefixes_are_the_outputs_for_whole_strings(model):
    strings = torch.cartesian_prod(*[torch.arange(3)] * 4)
    expected = logits(model, strings).log_softmax(-1)
    for length in (1, 2, 3):
        laws = model.log_laws(strings[:, :length])
        assert torch.allclose(laws, expected[:, 1 : length + 1], rtol=0, atol=1e-14)
    assert torch.equal(model.log_first().expand(81, 3), expected[:, 0])


def test_each_output_reads_the_symbols_before_it_and_all_of_them():
    model = MADE(LETTERS, 4, width=48, seed=1).requires_grad_(False)
    strings = torch.randint(3, (20, 4), generator=torch.Generator().manual_seed(0))
    for changed in range(4):
        others = strings.clone()
        others[:, changed] = (others[:, changed] + 1) % 3
        difference = (logits(model, others) - logits(model, strings)).abs().amax(dim=(0, 2))
        assert (difference > 0).tolist() == [t > changed for t in range(4)]


def test_it_is_a_law(model):
    law = Causal(model).given("", horizon=4)
    assert law.log_probs().exp().sum().item() == pytest.approx(1, abs=1e-12)
    with pytest.raises(TooLong, match="reads at most 3 symbols; given 4: it has no law for symbol 5"):
        Causal(model).given("", horizon=5).log_probs()


def test_strings_of_one_symbol_have_a_bias_only():
    model = MADE(LETTERS, 1, width=2)
    assert not model._write.any()
    assert Causal(model).given("", horizon=1).log_probs().exp().sum().item() == pytest.approx(1, abs=1e-15)


def test_the_first_factor_trains_a_bias_that_nothing_else_uses():
    causal = Causal(MADE(WORLD.vocabulary, 4))
    bias = causal.model.output.bias
    (whole,) = torch.autograd.grad(cross_entropy(WORLD, causal, scored=(1, 2, 3, 4)), bias)
    assert torch.allclose(whole[:8], bias[:8].softmax(0) - WORLD.first().probs, rtol=0, atol=1e-15)
    (later,) = torch.autograd.grad(cross_entropy(WORLD, causal, scored=(2, 3, 4)), bias)
    assert not later[:8].any()
    assert torch.allclose(later[8:], whole[8:], rtol=0, atol=1e-15)


def test_trained_it_is_the_world_without_any_start_symbol():
    causal = Causal(MADE(WORLD.vocabulary, 4))
    fit(WORLD, causal, scored=(1, 2, 3, 4), steps=300)
    assert kl_divergence(WORLD, causal.given("", horizon=4)).item() < 0.03


def test_the_seed_fixes_the_weights_and_touches_nothing_else():
    torch.manual_seed(5)
    before = torch.random.get_rng_state()
    first, second, other = (MADE(LETTERS, 3, seed=seed).output.weight for seed in (3, 3, 4))
    assert torch.equal(torch.random.get_rng_state(), before)
    assert torch.equal(first, second)
    assert not torch.equal(first, other)
