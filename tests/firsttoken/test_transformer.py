from __future__ import annotations

import pytest
import torch
from torch import nn

from firsttoken import Causal, FirstTokenError, FirstTokenUndefined, TooLong, Transformer, Vocabulary

LETTERS = Vocabulary(["^", "a", "b", "c", "$"])


@pytest.fixture
def model():
    return Transformer(LETTERS, 6, width=12, heads=3, layers=2, seed=1).requires_grad_(False)


@pytest.fixture
def contexts():
    return torch.randint(5, (7, 6), generator=torch.Generator().manual_seed(0))


def test_it_is_torch_s_encoder_with_a_causal_mask(model, contexts):
    layer = nn.TransformerEncoderLayer(
        12, 3, 48, dropout=0.0, activation="gelu", batch_first=True, norm_first=True, dtype=torch.float64
    )
    reference = nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)
    for theirs, ours in zip(reference.layers, model.blocks, strict=True):
        theirs.self_attn.in_proj_weight.data = ours.project_in.weight
        theirs.self_attn.in_proj_bias.data = ours.project_in.bias
        theirs.self_attn.out_proj = ours.project_out
        theirs.norm1, theirs.norm2 = ours.norm_attention, ours.norm_feed_forward
        theirs.linear1, theirs.linear2 = ours.expand, ours.contract
    x = model.symbols(contexts) + model.positions(torch.arange(6))
    mask = nn.Transformer.generate_square_subsequent_mask(6, dtype=torch.float64)
    expected = model.unembed(model.norm(reference(x, mask=mask, is_causal=True))).log_softmax(-1)
    assert torch.allclose(model.log_laws(contexts), expected, rtol=0, atol=1e-12)


def test_laws_are_normalised_and_look_only_back(model, contexts):
    laws = model.log_laws(contexts)
    assert laws.shape == (7, 6, 5)
    assert torch.allclose(laws.logsumexp(-1), torch.zeros(7, 6, dtype=torch.float64), atol=1e-12)
    changed = contexts.clone()
    changed[:, 3] = (changed[:, 3] + 1) % 5
    assert torch.equal(model.log_laws(changed)[:, :3], laws[:, :3])
    assert not torch.allclose(model.log_laws(changed)[:, 3:], laws[:, 3:])


@pytest.mark.parametrize("pieces", [[1] * 6, [2, 4], [3, 1, 2]])
def test_resuming_gives_the_laws_of_the_whole(model, contexts, pieces):
    memory, laws = None, []
    for piece in contexts.split(pieces, dim=1):
        new, memory = model.resume(piece, memory)
        laws.append(new)
    assert torch.allclose(torch.cat(laws, dim=1), model.log_laws(contexts), rtol=0, atol=1e-12)
    assert [layer.shape[3] for layer in memory] == [6, 6]


@torch.no_grad()
def test_a_memory_is_what_it_was_after_others_have_grown_from_it(model, contexts):
    others = (contexts + 1) % 5
    _, memory = model.resume(contexts[:, :3], None)
    _, longer = model.resume(contexts[:, 3:4], memory)
    _, aside = model.resume(others[:, 3:5], memory)
    for middle, grown, at in ((contexts[:, 3:4], longer, 4), (others[:, 3:5], aside, 5)):
        laws, _ = model.resume(others[:, at : at + 1], grown)
        whole = torch.cat([contexts[:, :3], middle, others[:, at : at + 1]], dim=1)
        assert torch.allclose(laws, model.log_laws(whole)[:, -1:], rtol=0, atol=1e-12)


def test_exact_sums_have_gradients():
    model = Transformer(LETTERS, 6, width=6, heads=2, layers=2)
    law = Causal(model).given("a b", horizon=3)
    strings = law.enumerate_support()
    weights = torch.linspace(0, 1, len(strings), dtype=torch.float64)
    together, alone = (
        torch.autograd.grad(weights @ log_probs, list(model.parameters()))
        for log_probs in (law.log_probs(), law.log_prob(strings))
    )
    for one, other in zip(together, alone, strict=True):
        assert torch.allclose(one, other, rtol=0, atol=1e-10)
        assert one.abs().max() > 0


def test_resuming_has_the_gradients_of_the_whole(contexts):
    model = Transformer(LETTERS, 6, width=6, heads=2, layers=2)
    memory, laws = None, []
    for symbols in contexts.split(1, dim=1):
        law, memory = model.resume(symbols, memory)
        laws.append(law)
    weights = torch.linspace(0, 1, 5, dtype=torch.float64)
    step_by_step, at_once = (
        torch.autograd.grad((weights * each).sum(), list(model.parameters()))
        for each in (torch.cat(laws, dim=1), model.log_laws(contexts))
    )
    for one, other in zip(step_by_step, at_once, strict=True):
        assert torch.allclose(one, other, rtol=0, atol=1e-12)


def read(model, monkeypatch):
    """Record how many positions each call of the model reads."""
    calls, resume = [], model.resume

    def counting(symbols, memory):
        calls.append(symbols.numel())
        return resume(symbols, memory)

    monkeypatch.setattr(model, "resume", counting)
    return calls


def test_enumeration_reads_each_prefix_once(model, monkeypatch):
    law = Causal(model, before="^").given(["a", "b"], horizon=4)
    one_by_one = law.log_prob(law.enumerate_support())
    calls = read(model, monkeypatch)
    assert torch.allclose(law.log_probs(), one_by_one, rtol=0, atol=1e-12)
    assert sum(calls) == 2 * (2 + 5 + 25 + 125)


def test_enumeration_in_parts_gives_the_same(model, monkeypatch):
    law = Causal(model, before="^", stop="$").given(["", "a b", "c"], horizon=3)
    whole = law.log_probs()
    monkeypatch.setattr("firsttoken.strings._TOGETHER", 7)
    assert torch.allclose(law.log_probs(), whole, rtol=0, atol=1e-12)
    assert torch.allclose(law.log_prob(law.enumerate_support()), whole, rtol=0, atol=1e-12)


def test_sampling_reads_each_symbol_once(model, monkeypatch):
    torch.manual_seed(0)
    law = Causal(model).given("^ a", horizon=4)
    calls = read(model, monkeypatch)
    drawn = law.sample((10,))
    assert drawn.shape == (10, 4)
    assert calls == [20, 10, 10, 10]


def test_the_seed_fixes_the_weights_and_touches_nothing_else(contexts):
    torch.manual_seed(5)
    before = torch.random.get_rng_state()
    first, second, other = (Transformer(LETTERS, 6, seed=seed) for seed in (3, 3, 4))
    assert torch.equal(torch.random.get_rng_state(), before)
    assert torch.equal(first.log_laws(contexts), second.log_laws(contexts))
    assert not torch.equal(first.log_laws(contexts), other.log_laws(contexts))


def test_single_precision(contexts):
    model = Transformer(LETTERS, 6, dtype=torch.float32)
    assert model.log_laws(contexts).dtype == torch.float32
    assert Causal(model).given("a", horizon=2).log_probs().exp().sum().item() == pytest.approx(1, abs=1e-5)


def test_it_has_no_first_law_and_an_end(model):
    with pytest.raises(FirstTokenUndefined, match="Transformer has no next-token law"):
        Causal(model).given("", horizon=3)
    with pytest.raises(TooLong, match="reads at most 6 symbols; given 7"):
        Causal(model).given("a b c a b c a", horizon=1)


def test_heads_divide_the_width():
    with pytest.raises(FirstTokenError, match="3 heads and the width 32"):
        Transformer(LETTERS, 4, heads=3)
