"""The smallest cases that the first four chapters speak of: one symbol, one position, zeros, one factor left out."""

from __future__ import annotations

import math

import pytest
import torch
from torch.distributions import Categorical, kl_divergence

from firsttoken import (
    Causal,
    ContextUndefined,
    Joint,
    Tabular,
    Vocabulary,
    conditional,
    cross_entropy,
    free_dimensions,
    kl,
    tv,
)


def law(*chances: float) -> Categorical:
    return Categorical(torch.tensor(chances, dtype=torch.float64))


def test_with_one_symbol_the_products_sum_to_one_and_no_dimension_is_open() -> None:
    one = Vocabulary("a")
    model = Causal(Tabular(one, 3))
    assert model.given("a", horizon=2).log_probs().exp().sum() == 1  # = |V|
    only = model.with_first(law(1.0)).given("", horizon=3)
    assert only.log_probs().exp().tolist() == [1.0]
    assert kl(law(1.0), law(1.0)) == 0 == math.log(len(one))


def test_with_one_position_the_whole_law_is_the_first_one() -> None:
    p, q = Joint(Vocabulary("ab"), law(0.25, 0.75).probs), Joint(Vocabulary("ab"), law(0.5, 0.5).probs)
    loss = cross_entropy(p, q.causal(), scored=[1])
    assert loss.item() == pytest.approx(p.entropy().item() + kl_divergence(p, q).item(), abs=1e-15)
    with pytest.raises(Exception, match="scored positions"):
        cross_entropy(p, q.causal(), scored=[2])  # there is no loss without the first position


def test_a_first_law_with_a_zero_has_no_conditionals_after_it() -> None:
    table = torch.tensor([[0.5, 0.5], [0.0, 0.0]], dtype=torch.float64)
    p = Joint(Vocabulary("ab"), table)
    with pytest.raises(ContextUndefined, match="b"):
        p.causal().given("b", horizon=1)
    uniform = Joint(Vocabulary("ab"), torch.full((2, 2), 0.25, dtype=torch.float64))
    assert kl_divergence(uniform, p) == math.inf == kl(law(0.5, 0.5), law(1.0, 0.0))
    assert tv(uniform, p).item() == pytest.approx(tv(law(0.5, 0.5), law(1.0, 0.0)).item(), abs=1e-15)


@pytest.mark.parametrize(("size", "length"), [(2, 2), (3, 3), (2, 4)])
def test_what_is_open_without_the_first_factor_and_without_a_later_one(size: int, length: int) -> None:
    random = torch.Generator().manual_seed(0)
    weights = torch.rand([size] * length, generator=random, dtype=torch.float64) + 0.1
    p = Joint(Vocabulary([chr(97 + i) for i in range(size)]), weights / weights.sum())

    def open_without(*silent: int) -> int:
        factors = [conditional(t, given=range(1, t)) for t in range(1, length + 1) if t not in silent]
        return free_dimensions(p, *factors)

    assert open_without() == 0
    for t in range(1, length + 1):
        assert open_without(t) == (size - 1) * size ** (t - 1)
