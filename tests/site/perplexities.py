"""The numbers of a model, the perplexities that torch makes of them, and the figure that shows them beside that."""

from __future__ import annotations

import math
from functools import cache

import pytest
import torch
from moving import told
from playwright.sync_api import Locator

from firsttoken import cross_entropy, kitten

ADDRESS, NAME, IDENT = "essay/measure/", "which-perplexity", "fig-perplexities"
FIELDS = {
    "tokens": "Tokens of the text",
    "loss": "Your mean loss",
    "first": "Cost of the first token",
    "symbols": "Symbols in the vocabulary",
}
PASTE = "Paste log-probs"
MODES = ("without", "with", "mistake")


def compared(element: Locator) -> dict[str, float]:
    """Compare what the element computes with torch, and what it shows with that; return what it computes."""
    state, cells = told(element, "{ given: each.given, shown: each.shown }")
    given, shown = state["given"], state["shown"]
    count = given["tokens"]
    # A text of so many tokens with that mean, in which all tokens but the first cost the same.
    summed = given["loss"] * (count - 1 if given["mode"] == "without" else count)
    later = summed - given["first"] if given["mode"] == "with" else summed
    known = given["mode"] == "with" and math.isnan(given["first"])  # then the mean of all tokens is
    costs = torch.full((count,), later / (count - 1), dtype=torch.float64)
    costs[0] = given["first"]
    expected = {
        "with": math.exp(given["loss"]) if known else costs.mean().exp().item(),
        "without": costs[1:].mean().exp().item(),
        "mistake": (costs[1:].sum() / count).exp().item(),
    }
    if later < 0:
        expected = dict.fromkeys(expected, math.nan)
    world = kitten()
    own = given["mode"] == "without" and count == 4 and given["loss"] == pytest.approx(rest_of_kitten() / 3, abs=1e-12)
    own = own and given["first"] == pytest.approx(world.first().entropy().item(), abs=1e-12)
    sure = torch.cat([torch.zeros(1), costs[1:]]).mean().exp().item()  # as a law has it that knows the first token
    expected["least"] = math.exp(world.entropy().item() / 4) if own else math.nan if later < 0 else sure
    expected["share"] = given["first"] / count
    expected["first"] = given["first"]
    assert shown == pytest.approx(expected, abs=1e-6, rel=1e-9, nan_ok=True)
    for name, value in shown.items():
        reads = cells[name]
        error = 5e-4 + 1e-6 if value < 1e6 else value / 20
        assert reads == "–" if math.isnan(value) else abs(float(reads) - value) <= error
    return dict(shown)


@cache
def rest_of_kitten() -> float:
    """Return the loss of the three words after the first."""
    return cross_entropy(kitten(), kitten().causal(), scored=[2, 3, 4]).item()
