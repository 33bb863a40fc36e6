from __future__ import annotations

from collections import Counter

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.distributions import Categorical

from firsttoken import FirstTokenError, Implicit

exactly = settings(derandomize=True, database=None, deadline=None, max_examples=60)


@exactly
@given(table=st.lists(st.integers(0, 4), min_size=1, max_size=12))
def test_its_law_is_a_count_of_latents(table):
    g = torch.tensor(table)
    law = Implicit(lambda z: g[z], latents=len(table), values=5).law()
    counts = Counter(table)
    assert isinstance(law, Categorical)
    assert law.probs.dtype == torch.float64
    assert law.probs.tolist() == pytest.approx([counts[x] / len(table) for x in range(5)], abs=1e-15)


def test_a_draw_asks_once_and_the_law_asks_for_all():
    asked = []

    def g(latents):
        asked.extend(latents.tolist())
        return latents % 3

    implicit = Implicit(g, latents=9, values=3)
    assert implicit.sample().shape == ()
    assert len(asked) == 1
    assert implicit.sample((2, 3)).shape == (2, 3)
    assert len(asked) == 7
    implicit.law()
    assert asked[7:] == list(range(9))


def test_samples_follow_the_law():
    torch.manual_seed(0)
    implicit = Implicit(lambda z: (z % 8 > 4).long(), latents=64, values=2)
    share = implicit.sample((20_000,)).double().mean().item()
    assert share == pytest.approx(implicit.law().probs[1].item(), abs=0.02)
    assert implicit.support.check(implicit.sample((50,))).all()


def test_a_value_has_no_probability_but_by_enumeration():
    implicit = Implicit(lambda z: z, latents=2, values=2)
    with pytest.raises(NotImplementedError):
        implicit.log_prob(torch.tensor(0))


@pytest.mark.parametrize(("latents", "values"), [(0, 1), (1, 0)])
def test_without_a_latent_or_a_value_there_is_no_law(latents, values):
    with pytest.raises(FirstTokenError, match=r"(latents|values) is an integer, .* >= 1; given 0"):
        Implicit(lambda z: z, latents, values)


@pytest.mark.parametrize("shift", [-1, 1])
def test_a_value_out_of_range_is_named(shift):
    implicit = Implicit(lambda z: z + shift, latents=3, values=3)
    with pytest.raises(FirstTokenError, match=rf"from 0 to 2, .*; given {3 if shift == 1 else -1}\."):
        implicit.law()
