from __future__ import annotations

import itertools

import pytest
import torch
from jaxtyping import TypeCheckError
from torch.distributions import Categorical, kl_divergence

from firsttoken import (
    GRU,
    Causal,
    ContextUndefined,
    FirstTokenError,
    Joint,
    Tabular,
    TooLong,
    TooManyStrings,
    Transformer,
    Vocabulary,
    kitten,
)

SYMBOLS = Vocabulary(["a", "b", "$"])
TABLE = Tabular(SYMBOLS, 5, generator=torch.Generator().manual_seed(1)).requires_grad_(False)


def test_log_prob_is_the_product_of_the_table_s_laws():
    law = Causal(TABLE).given("a", horizon=3)
    for string in itertools.product(range(3), repeat=3):
        context, expected = [0], 1.0
        for symbol in string:
            expected *= Categorical(logits=TABLE.logits[len(context) - 1][tuple(context)]).probs[symbol].item()
            context.append(symbol)
        assert law.log_prob(torch.tensor(string)).exp().item() == pytest.approx(expected, abs=1e-15)


def test_a_batch_of_prompts_of_different_lengths():
    prompts = ["a b", "a", "b"]
    law = Causal(TABLE).given(prompts, horizon=2)
    assert (law.batch_shape, law.event_shape) == ((3,), (2,))
    strings = law.enumerate_support()
    assert strings.shape == (9, 3, 2)
    for member, prompt in enumerate(prompts):
        alone = Causal(TABLE).given(prompt, horizon=2)
        assert torch.equal(law.log_prob(strings)[:, member], alone.log_probs())
    assert law.log_prob(torch.tensor([1, 1])).shape == (3,)
    assert law.entropy().shape == (3,)


def test_prefixes_are_marginals():
    law = Causal(TABLE).given("b", horizon=3)
    summed = law.log_probs().exp().reshape(9, 3).sum(dim=1)
    assert torch.allclose(law.prefix(2).log_probs().exp(), summed, rtol=0, atol=1e-15)
    for length in (0, 4):
        with pytest.raises(FirstTokenError, match=r"length >= 1; given 0|length is at most 3; given 4"):
            law.prefix(length)


def test_stop_is_absorbing():
    law = Causal(TABLE, stop="$").given("a", horizon=3)
    strings = law.enumerate_support()
    assert len(strings) == 15  # 8 unfinished, 4 + 2 + 1 finished
    assert law.log_probs().exp().sum().item() == pytest.approx(1, abs=1e-14)
    stopped = law.log_prob(torch.tensor([1, 2, 2]))
    assert stopped.item() == pytest.approx(Causal(TABLE).given("a", horizon=2).log_prob(torch.tensor([1, 2])).item())
    with pytest.raises(ValueError, match="within the support"):
        law.log_prob(torch.tensor([2, 1, 2]))
    unfinished = Causal(TABLE).given("a", horizon=3).log_probs().exp().reshape(3, 3, 3)[:2, :2, :2].sum()
    assert law.finished().item() == pytest.approx(1 - unfinished.item(), abs=1e-14)


def test_a_prompt_that_has_stopped_goes_on_with_stops_only():
    causal = Causal(TABLE, stop="$")
    law = causal.given(["a $", "a b"], horizon=2)
    assert law.log_prob(torch.tensor([[2, 2], [0, 0]])).exp()[0].item() == 1
    assert law.log_probs().exp()[:, 0].tolist() == [0, 0, 0, 0, 0, 0, 1]
    with pytest.raises(ContextUndefined, match=r"'a \$ b'"):
        causal.given("a $ b", horizon=1)


def test_a_stopped_sample_stays_stopped():
    torch.manual_seed(0)
    law = Causal(TABLE, stop="$").given("a", horizon=4)
    drawn = law.sample((500,))
    assert law.support.check(drawn).all()
    assert (drawn == 2).any()


def test_without_a_stop_nothing_is_ever_finished():
    with pytest.raises(FirstTokenError, match=r"use Causal\(model, stop=...\)"):
        Causal(TABLE).given("a", horizon=2).finished()


def test_samples_have_the_frequencies_of_log_prob():
    torch.manual_seed(0)
    law = Causal(TABLE).given(["a", "b a"], horizon=2)
    drawn = law.sample((20_000,))
    assert drawn.shape == (20_000, 2, 2)
    for member in range(2):
        counts = torch.bincount(drawn[:, member, 0] * 3 + drawn[:, member, 1], minlength=9) / 20_000
        assert 0.5 * (counts - law.log_probs().exp()[:, member]).abs().sum().item() < 0.02


@pytest.mark.parametrize("uniform", [0.0, 1 - 2**-53])
def test_no_draw_is_impossible(monkeypatch, uniform):
    monkeypatch.setattr(torch, "rand", lambda *shape, dtype: torch.full(shape, uniform, dtype=dtype))
    world = kitten().marginal(4, 3, 2, 1)  # impossible first symbols are the first ones of the vocabulary
    law = world.causal().given("", horizon=4)
    assert law.log_prob(law.sample((1,))).item() > -torch.inf


def test_sampling_leaves_torch_as_it_found_it():
    assert torch.backends.mkldnn.enabled
    drawn = Causal(TABLE).given("a", horizon=3).sample((2,))
    assert torch.backends.mkldnn.enabled
    assert torch.is_grad_enabled()
    assert not drawn.is_inference()
    with pytest.raises(TooLong):
        Causal(Transformer(TABLE.vocabulary, 2)).given("a", horizon=3).sample()
    assert torch.backends.mkldnn.enabled


def test_at_horizon_one_it_is_a_categorical():
    law = Causal(TABLE).given("a b", horizon=1)
    reference = Categorical(logits=TABLE.logits[1][0, 1])
    assert torch.allclose(law.log_prob(torch.arange(3)[:, None]), reference.log_prob(torch.arange(3)), atol=1e-15)
    assert law.entropy().item() == pytest.approx(reference.entropy().item(), abs=1e-15)
    other = Causal(TABLE).given("b b", horizon=1)
    assert kl_divergence(law, other).item() == pytest.approx(
        kl_divergence(reference, Categorical(logits=TABLE.logits[1][1, 1])).item(), abs=1e-15
    )


def test_entropy_obeys_the_chain_rule():
    law = Causal(TABLE).given("a", horizon=2)
    first = law.prefix(1)
    later = Causal(TABLE).given(["a a", "a b", "a $"], horizon=1)
    expected = first.entropy() + (first.log_probs().exp() * later.entropy()).sum()
    assert law.entropy().item() == pytest.approx(expected.item(), abs=1e-14)


def test_kitten_and_its_conditionals_are_one_law():
    world = kitten()
    law = world.causal().given("", horizon=4)
    assert kl_divergence(world, law).item() == pytest.approx(0, abs=1e-15)
    assert law.entropy().item() == pytest.approx(2.7112099, abs=5e-8)


def test_kl_is_infinite_where_a_possible_string_is_excluded():
    world = kitten()
    reversed_world = world.marginal(4, 3, 2, 1)
    assert kl_divergence(world, reversed_world).item() == torch.inf
    first = Joint(SYMBOLS, torch.tensor([0.5, 0.5, 0.0], dtype=torch.float64))
    assert kl_divergence(first, Joint(SYMBOLS, torch.tensor([1.0, 0.0, 0.0], dtype=torch.float64))).item() == torch.inf


def test_kl_compares_laws_over_the_same_strings():
    world, law = kitten(), Causal(TABLE).given("a", horizon=2)
    for p, q in (
        (world, world.marginal(1, 2)),
        (world.marginal(1, 2), law),
        (law, Causal(TABLE, stop="$").given("a", horizon=2)),
    ):
        with pytest.raises(FirstTokenError, match="over the same strings"):
            kl_divergence(p, q)


def test_beyond_two_million_strings_the_estimate_is_named():
    big = Vocabulary([str(i) for i in range(1500)])
    law = Causal(GRU(big, width=2)).given("0", horizon=2)
    message = r"1500\^2 = 2,250,000 strings.*Average -log_prob\(x\) over samples x, with standard error"
    with pytest.raises(TooManyStrings, match=message):
        law.entropy()
    with pytest.raises(TooManyStrings, match=r"Average p\.log_prob"):
        kl_divergence(law, law)
    with pytest.raises(TooManyStrings, match="Draw samples instead"):
        law.enumerate_support()


def test_expanded_laws_are_the_same_laws():
    law = Causal(TABLE).given(["a", "b"], horizon=2)
    wide = law.expand((3, 2))
    assert (wide.batch_shape, wide.event_shape) == ((3, 2), (2,))
    assert torch.equal(wide.log_prob(torch.tensor([0, 1])), law.log_prob(torch.tensor([0, 1])).expand(3, 2))
    torch.manual_seed(0)
    assert wide.sample((5,)).shape == (5, 3, 2, 2)
    assert wide.log_probs().shape == (9, 3, 2)


def test_log_prob_can_be_differentiated():
    table = Tabular(SYMBOLS, 3)
    Causal(table).given("a", horizon=1).log_prob(torch.tensor([1])).backward()
    assert table.logits[0].grad[0].tolist() == pytest.approx([-1 / 3, 2 / 3, -1 / 3])


def test_strings_have_at_least_one_symbol():
    with pytest.raises(FirstTokenError, match="horizon >= 1; given 0"):
        Causal(TABLE).given("a", horizon=0)


def test_a_batch_has_at_least_one_prompt():
    with pytest.raises(FirstTokenError, match="at least one prompt"):
        Causal(TABLE).given([], horizon=2)


def test_a_text_of_another_length_is_no_value():
    with pytest.raises(FirstTokenError, match="have 2 symbols; given 1: 'a'"):
        Causal(TABLE).given("a", horizon=2).encode("a")


def test_shapes_are_checked():
    with pytest.raises(TypeCheckError):
        TABLE.log_laws(torch.zeros(2, 3))
