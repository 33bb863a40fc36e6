from __future__ import annotations

import pytest
import torch
from torch import nn
from torch.distributions import Categorical, kl_divergence

from firsttoken import GRU, Causal, FirstTokenError, Vocabulary, cross_entropy, fit, kitten, kl

LETTERS = Vocabulary(["^", "a", "b", "c"])
WORLD = kitten()


@pytest.fixture
def model():
    model = GRU(LETTERS, width=6, seed=1).requires_grad_(False)
    model.start.normal_(generator=torch.Generator().manual_seed(0))
    return model


@pytest.fixture
def contexts():
    return torch.randint(4, (7, 5), generator=torch.Generator().manual_seed(0))


def beginning(state, numbers):
    """Return a state that begins with other numbers."""
    changed = state.clone()
    changed.flatten()[: len(numbers)] = torch.tensor(numbers)
    return changed


def test_it_is_torch_s_cell_after_cell_from_the_start(model, contexts):
    cell = nn.GRUCell(6, 6, dtype=torch.float64)
    for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"):
        setattr(cell, name, getattr(model.cell, f"{name}_l0"))
    state = model.start.expand(7, 6)
    assert torch.allclose(model.log_first(), model.unembed(state[0]).log_softmax(-1), rtol=0, atol=1e-15)
    for t, symbols in enumerate(contexts.T):
        state = cell(model.symbols(symbols), state)
        expected = model.unembed(state).log_softmax(-1)
        assert torch.allclose(model.log_laws(contexts)[:, t], expected, rtol=0, atol=1e-14)


@pytest.mark.parametrize("pieces", [[1] * 5, [2, 3], [3, 1, 1]])
def test_resuming_gives_the_laws_of_the_whole(model, contexts, pieces):
    memory, laws = None, []
    for piece in contexts.split(pieces, dim=1):
        new, memory = model.resume(piece, memory)
        laws.append(new)
    assert torch.allclose(torch.cat(laws, dim=1), model.log_laws(contexts), rtol=0, atol=1e-14)
    assert [each.shape for each in memory] == [(7, 6)]


def test_contexts_that_share_a_memory_have_the_laws_of_the_whole(model, contexts):
    _, memory = model.resume(contexts, None)
    following = torch.randint(4, (21, 2), generator=torch.Generator().manual_seed(1))
    laws, _ = model.resume(following, tuple(each.repeat_interleave(3, dim=0) for each in memory))
    wholes = torch.cat([contexts.repeat_interleave(3, dim=0), following], dim=1)
    assert torch.allclose(laws, model.log_laws(wholes)[:, 5:], rtol=0, atol=1e-14)
    law = Causal(model).given(["", "a", "b c"], horizon=4)
    assert torch.allclose(law.log_probs(), law.log_prob(law.enumerate_support()), rtol=0, atol=1e-13)


def test_a_memory_is_finite_however_large_and_never_otherwise(model):
    _, (state,) = model.resume(torch.tensor([[1]]), None)
    large = torch.full_like(state, 1e308)  # whose sum is not finite
    laws, _ = model.resume(torch.tensor([[1]]), (large,))
    assert torch.allclose(laws.exp().sum(dim=-1), torch.ones(1, 1, dtype=torch.float64), atol=1e-12)
    for bad in ([torch.nan], [torch.inf], [torch.inf, -torch.inf]):
        with pytest.raises(FirstTokenError, match="a memory is finite"):
            model.resume(torch.tensor([[1]]), (beginning(state, bad),))


def test_a_start_symbol_from_a_zero_state_is_an_initial_state(model):
    with_symbol = GRU(LETTERS, width=6, seed=2, learned_start=False).requires_grad_(False)
    without = GRU(LETTERS, width=6).requires_grad_(False)
    without.load_state_dict(with_symbol.state_dict())
    without.start.copy_(with_symbol.resume(torch.tensor([[0]]), None)[1][0][0])
    by_symbol = Causal(with_symbol, before="^").given("", horizon=3)
    by_state = Causal(without).given("", horizon=3)
    assert torch.allclose(by_state.log_probs(), by_symbol.log_probs(), rtol=0, atol=1e-14)


def test_with_a_zero_state_the_first_law_is_the_output_bias():
    model = GRU(WORLD.vocabulary, learned_start=False)
    nn.init.normal_(model.unembed.bias, generator=torch.Generator().manual_seed(0))
    assert "start" not in dict(model.named_parameters())
    causal = Causal(model)
    assert torch.allclose(causal.given("", horizon=1).log_probs(), model.unembed.bias.log_softmax(0))
    (gradient,) = torch.autograd.grad(cross_entropy(WORLD, causal, scored=(1,)), model.unembed.bias)
    assert torch.allclose(gradient, model.unembed.bias.softmax(0) - WORLD.first().probs, rtol=0, atol=1e-15)


def test_trained_it_is_the_world_without_any_start_symbol():
    causal = Causal(GRU(WORLD.vocabulary))
    fit(WORLD, causal, scored=(1, 2, 3, 4), steps=300)
    law = causal.given("", horizon=4)
    assert law.log_probs().exp().sum().item() == pytest.approx(1, abs=1e-12)
    assert kl_divergence(WORLD, law).item() < 1e-3
    assert kl(WORLD.first(), Categorical(causal.model.log_first().exp())).item() < 2e-4


def test_the_seed_fixes_the_weights_and_touches_nothing_else():
    torch.manual_seed(5)
    before = torch.random.get_rng_state()
    first, second, other = (GRU(LETTERS, seed=seed).unembed.weight for seed in (3, 3, 4))
    assert torch.equal(torch.random.get_rng_state(), before)
    assert torch.equal(first, second)
    assert not torch.equal(first, other)
