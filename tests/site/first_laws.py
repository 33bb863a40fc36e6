"""A first law in front of KITTEN: what the library says of it, and the figure that shows it beside that."""

from __future__ import annotations

import math
from functools import cache

import pytest
import torch
from moving import told
from playwright.sync_api import Locator
from torch.distributions import Categorical

from firsttoken import Causal, Tabular, cross_entropy, kitten, kl, tv

ADDRESS, NAME, IDENT = "essay/chain/", "first-mass", "fig-chain"
WORLD = kitten()
WORDS = list(WORLD.vocabulary)
TRUE = WORLD.first().probs
EVEN = torch.full_like(TRUE, 1 / len(WORDS))
#: The range of the sliders, as shares of the track.
ALONG = (0.02, 0.31, 0.5, 0.84, 0.98)


def compared(element: Locator) -> list[float]:
    """Compare all that the element computes with the library, and what it shows with that; return its first law."""
    state, cells = told(
        element,
        """{
          law: each.law, without: each.without, sentence: each.sentence, shown: each.shown,
          sentences: Object.keys(each.run.rest),
          sliders: [...each.querySelectorAll("input[type=range]")].map(slider => slider.valueAsNumber),
        }""",
    )
    law = torch.tensor(state["law"], dtype=torch.float64)
    assert abs(law.sum().item() - 1) < 1e-9
    expected = expected_without(state["sentence"]) if state["without"] else expected_behind(law, state["sentence"])
    shown = state["shown"]
    products = shown.pop("products")
    assert len(products) == len(state["sentences"]) == 24
    weights = torch.ones_like(law) if state["without"] else law
    for sentence, product in zip(state["sentences"], products, strict=True):
        assert product == pytest.approx(path_of(sentence, weights), abs=1e-6)
    assert shown == pytest.approx(expected, abs=1e-6, nan_ok=True)
    for name, value in shown.items():
        reads = cells[name]
        if math.isnan(value) or math.isinf(value):
            assert reads == ("–" if math.isnan(value) else "∞")
        elif name == "impossible":
            assert abs(float(reads.rstrip("%")) - 100 * value) <= 0.5 + 1e-6
        else:
            digits = 0 if name == "mass" else 3
            assert abs(float(reads) - value) <= 0.5 * 10**-digits + 1e-6
    assert state["sliders"] == pytest.approx(state["law"], abs=5e-4)
    return list(state["law"])


def path_of(sentence: str, first: torch.Tensor) -> float:
    """Return the product of a sentence, factor by factor, behind these weights of the first word."""
    return first[WORDS.index(sentence.split(" ")[0])].item() * rest_of(sentence)


@cache
def rest_of(sentence: str) -> float:
    """Return the product of a sentence's factors but for the first."""
    start, rest = sentence.split(" ", 1)
    later = WORLD.causal().given(start, horizon=3)
    return later.log_prob(later.encode(rest)).exp().item()


def expected_behind(law: torch.Tensor, sentence: str) -> dict[str, float]:
    """Return what the library says of a first law in front of KITTEN's conditionals."""
    guess = Categorical(law / law.sum())
    return {
        "mass": law.sum().item(),
        "sentence": path_of(sentence, law),
        "excess": kl(Categorical(TRUE), guess).item(),
        "variation": tv(Categorical(TRUE), guess).item(),
        "impossible": law[TRUE == 0].sum().item(),
        "loss": cross_entropy(WORLD, WORLD.causal().with_first(guess), scored=[2, 3, 4]).item(),
    }


def expected_without(sentence: str) -> dict[str, float]:
    """Return what there is without a first law: the sum of the products of any total model, and what needs none."""
    model = Causal(Tabular(WORLD.vocabulary, 4, generator=torch.Generator().manual_seed(0)))
    products = model.given(WORLD.vocabulary.symbols, horizon=3).log_probs().exp()
    return {
        "mass": products.sum().item(),
        "sentence": path_of(sentence, torch.ones_like(TRUE)),
        "excess": math.nan,
        "variation": math.nan,
        "impossible": (TRUE == 0).double().mean().item(),
        "loss": cross_entropy(WORLD, WORLD.causal(), scored=[2, 3, 4]).item(),
    }
