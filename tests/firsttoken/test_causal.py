from __future__ import annotations

import pytest
import torch
from torch.distributions import Categorical

from firsttoken import (
    Causal,
    ContextUndefined,
    FirstTokenError,
    FirstTokenUndefined,
    Tabular,
    TooLong,
    UnknownSymbol,
    Vocabulary,
    kitten,
)

SYMBOLS = Vocabulary(["^", "a", "b"])


@pytest.fixture
def table():
    return Tabular(SYMBOLS, 4, generator=torch.Generator().manual_seed(3))


def test_without_a_first_factor_the_empty_prompt_is_refused_with_three_repairs(table):
    with pytest.raises(FirstTokenUndefined) as caught:
        Causal(table).given("", horizon=2)
    message = str(caught.value)
    assert message.startswith("p(x_1) is undefined: Tabular has no next-token law at the empty context")
    for repair in ("before=BOS", "with_first(Categorical(...))", "count the first tokens"):
        assert repair in message
    assert isinstance(caught.value, FirstTokenError)


def test_one_empty_prompt_in_a_batch_is_enough(table):
    with pytest.raises(FirstTokenUndefined):
        Causal(table).given(["a", ""], horizon=2)


def test_with_a_prompt_it_answers(table):
    law = Causal(table).given("a", horizon=2)
    assert law.batch_shape == ()
    assert law.log_probs().exp().sum().item() == pytest.approx(1, abs=1e-12)


def test_with_first_supplies_the_factor_and_conditions_nothing_later(table):
    first = Categorical(torch.tensor([0.0, 0.25, 0.75], dtype=torch.float64))
    whole = Causal(table).with_first(first).given("", horizon=3)
    rest = Causal(table).given(list(SYMBOLS), horizon=2)
    strings = rest.enumerate_support(expand=False).expand(-1, 3, -1)
    starts = torch.arange(3).expand(len(strings), 3)[..., None]
    expected = first.probs.log() + rest.log_prob(strings)
    assert torch.allclose(whole.log_prob(torch.cat([starts, strings], dim=-1)), expected, rtol=0, atol=1e-14)
    assert whole.log_prob(torch.tensor([0, 1, 1])).item() == -torch.inf


def test_a_first_law_in_single_precision_is_normalised_in_double(table):
    law = Causal(table).with_first(Categorical(torch.tensor([0.1, 0.0, 0.7]))).given("", horizon=2)
    assert law.log_probs().exp().sum().item() == pytest.approx(1, abs=1e-14)


def test_the_laws_with_the_same_conditionals_have_one_free_dimension_less_than_symbols():
    vocabulary = Vocabulary(["a", "b", "c", "d", "e"])
    causal = Causal(Tabular(vocabulary, 4, generator=torch.Generator().manual_seed(0)))
    corners = [causal.with_first(Categorical(corner)).given("", horizon=4) for corner in torch.eye(5)]
    laws = torch.stack([law.log_probs().exp() for law in corners])
    assert laws.shape == (5, 5**4)
    assert torch.linalg.matrix_rank(laws[1:] - laws[0]) == 4


def test_with_first_leaves_the_model_it_was_called_on_alone(table):
    causal = Causal(table)
    causal.with_first(Categorical(torch.ones(3)))
    with pytest.raises(FirstTokenUndefined):
        causal.given("", horizon=1)


def test_before_conditions_every_factor(table):
    started = Causal(table, before="^").given("", horizon=3)
    prompted = Causal(table).given("^", horizon=3)
    assert torch.equal(started.log_probs(), prompted.log_probs())
    assert torch.equal(
        Causal(table, before="^").given("a", horizon=2).log_probs(),
        Causal(table).given("^ a", horizon=2).log_probs(),
    )


def test_with_first_replaces_only_the_first_factor_of_a_model_with_a_start(table):
    first = Categorical(torch.tensor([0.2, 0.3, 0.5], dtype=torch.float64))
    law = Causal(table, before="^").with_first(first).given("", horizon=2)
    later = Causal(table).given("^ b", horizon=1).log_probs()
    assert torch.allclose(law.log_probs().reshape(3, 3)[2], first.probs.log()[2] + later, rtol=0, atol=1e-14)


def test_a_first_law_that_charges_impossible_starts_runs_into_an_undefined_context():
    world = kitten()
    law = world.causal().with_first(Categorical(torch.ones(8, dtype=torch.float64))).given("", horizon=2)
    with pytest.raises(ContextUndefined, match="'loves'"):
        law.log_prob(torch.tensor([2, 0]))
    assert law.prefix(1).entropy().item() == pytest.approx(torch.log(torch.tensor(8.0)).item())


def test_what_is_no_first_law(table):
    with pytest.raises(FirstTokenError, match=r"one category a symbol: \(3,\); given \(2,\)"):
        Causal(table).with_first(Categorical(torch.ones(2)))
    with pytest.raises(FirstTokenError, match=r"given \(1, 3\)"):
        Causal(table).with_first(Categorical(torch.ones(1, 3)))


def test_both_ends_must_be_symbols_of_the_model(table):
    with pytest.raises(UnknownSymbol, match="'<s>'"):
        Causal(table, before="<s>")
    with pytest.raises(UnknownSymbol, match=r"'\$'"):
        Causal(table, stop="$")


def test_a_table_ends_where_it_ends(table):
    with pytest.raises(TooLong, match="reads at most 3 symbols; given 4: it has no law for symbol 5"):
        Causal(table).given("a b a b", horizon=1)


def test_a_table_without_a_generator_is_uniform():
    law = Causal(Tabular(SYMBOLS, 2)).given("a", horizon=1)
    assert law.log_probs().exp().tolist() == pytest.approx([1 / 3] * 3)


def test_a_start_symbol_in_the_softmax_takes_a_part_of_every_law(table):
    strings = Causal(table, before="^").given("", horizon=3).enumerate_support()
    without = (strings != 0).all(dim=1)
    mass = Causal(table, before="^").given("", horizon=3).log_probs().exp()[without].sum().item()
    assert 0.01 < mass < 0.9
    law = Causal(table, before="^", excluded=["^"]).given("", horizon=3)
    assert law.log_probs().exp()[without].sum().item() == pytest.approx(1, abs=1e-12)
    assert law.log_probs()[~without].max().item() == -torch.inf
    for string in strings[without][:5]:
        context, expected = [0], 1.0
        for symbol in string.tolist():
            weights = table.logits[len(context) - 1][tuple(context)].exp()
            expected *= (weights[symbol] / weights[1:].sum()).item()
            context.append(symbol)
        assert law.log_prob(string).exp().item() == pytest.approx(expected, abs=1e-15)
    assert law.sample((50,)).min() > 0


def test_an_excluded_symbol_stays_excluded_under_another_first_law(table):
    first = Categorical(torch.tensor([0.2, 0.2, 0.6]))
    law = Causal(table, before="^", excluded=["^"]).with_first(first).given("", horizon=2)
    assert law.prefix(1).log_probs().exp().tolist() == pytest.approx([0, 0.25, 0.75])
    assert Causal(table, before="^", excluded=["^"]).with_first(first).before == "^"
    with pytest.raises(UnknownSymbol):
        Causal(table, excluded=["B"])


def test_where_nothing_but_excluded_symbols_is_possible_nothing_is_defined():
    world = kitten()
    causal = Causal(world.causal().model, excluded=["smol", "big"])
    with pytest.raises(ContextUndefined, match="'She loves'"):
        causal.given("She loves", horizon=1)
