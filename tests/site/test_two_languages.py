"""Two languages: what the figure shows is what torch computes, for every share and every rate of changes."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import torch
from moving import click_along, drifts, leaves, opened, tap_along, telephone, told
from playwright.sync_api import Browser, Locator, Page

from firsttoken import Joint, SeveralClasses, Vocabulary, implied_first, stationary_law

Reader = Callable[..., Page]

ADDRESS, NAME, IDENT = "essay/implied/", "two-languages", "fig-never-mix"
SHARE, CHANGES = "Share of English", "Changes a word"
VOCABULARY = Vocabulary(["the", "dog", "sees", "le", "chien", "voit"])
RATES = [0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5]
LENGTH = 8000
WITHIN = torch.tensor([[0.0, 0.9, 0.1], [0.3, 0.0, 0.7], [0.8, 0.2, 0.0]], dtype=torch.float64)

CELLS = "each => [...each.querySelectorAll('.ls-live rect + text')].map(text => text.textContent)"


@cache
def matrix(rate: float, share: float) -> torch.Tensor:
    """Return what follows what, from a chain of languages and the words of each."""
    law, away = stationary_law(WITHIN), (2 * rate * (1 - share), 2 * rate * share)
    languages = torch.tensor([[1 - away[0], away[0]], [away[1], 1 - away[1]]], dtype=torch.float64)
    words = torch.stack([torch.stack([WITHIN, law.expand(3, 3)]), torch.stack([law.expand(3, 3), WITHIN])])
    return torch.einsum("kl,klab->kalb", languages, words).reshape(6, 6)


@cache
def expected(rate: float, share: float) -> dict[str, Any]:
    """Return what the library, and sums over all pairs of places, say of a rate and a share."""
    law = stationary_law(WITHIN)
    first = torch.cat([share * law, (1 - share) * law])
    world = Joint(VOCABULARY, first[:, None] * matrix(rate, share))
    assert (world.marginal(1).probs - world.marginal(2).probs).abs().max() < 1e-12
    try:
        implied = implied_first(world.causal()).probs[:3].sum().item()
    except SeveralClasses:
        implied = math.nan
    lags = torch.arange(-LENGTH + 1, LENGTH, dtype=torch.float64).abs()
    together = ((LENGTH - lags) * torch.tensor(1 - 2 * rate, dtype=torch.float64) ** lags).sum().item()
    return {
        "first": first.tolist(),
        "changed": int(((matrix(rate, share) - matrix(rate, 0.5)).abs() > 1e-12).sum()),
        "implied": implied,
        "switches": (LENGTH - 1) * (share * 2 * rate * (1 - share) + (1 - share) * 2 * rate * share),
        "error": math.sqrt(share * (1 - share) * together) / LENGTH,
    }


def compared(element: Locator) -> dict[str, Any]:
    """Compare what the element computes with torch, and what it shows with that."""
    state, cells = told(
        element,
        """{
          change: each.change, share: each.share, shown: each.shown,
          drawn: [...each.querySelectorAll(".ls-live text")].map(text => text.textContent),
        }""",
    )
    shown = dict(state["shown"])
    whole, numbers = matrix(state["change"], state["share"]), dict(expected(state["change"], state["share"]))
    first = numbers.pop("first")
    assert list(chain.from_iterable(shown.pop("matrix"))) == pytest.approx(whole.flatten().tolist(), abs=1e-6)
    assert shown.pop("first") == pytest.approx(first, abs=1e-6)
    assert shown == pytest.approx(numbers, abs=1e-6, nan_ok=True)
    for name, half in (("changed", 0), ("implied", 5e-4), ("switches", 0.5), ("error", 5e-4)):
        reads = cells[name]
        assert (
            reads == "any"
            if math.isnan(shown[name])
            else abs(float(reads.replace(",", "")) - shown[name]) <= half + 1e-6
        )
    digits = [float(text) for text in state.pop("drawn") if text[:1].isdigit()]
    rows = ([*row, start] for row, start in zip(whole.tolist(), first, strict=True))
    assert digits == pytest.approx(list(chain.from_iterable(rows)), abs=5e-4 + 1e-6)
    return dict(state)


def test_every_share_at_every_rate(reader: Reader) -> None:
    element = opened(reader(ADDRESS), NAME)
    for rate in RATES:
        for twentieths in range(1, 20):
            state = {"change": rate, "share": twentieths / 20}
            element.evaluate("(each, state) => { Object.assign(each, state); each.moved() }", state)
            compared(element)


def test_the_mouse(reader: Reader) -> None:
    element = opened(reader(ADDRESS), NAME)
    compared(element)
    for name in (SHARE, CHANGES):
        for share in (0.02, 0.3, 0.7, 0.98):
            click_along(element.get_by_role("slider", name=name), share)
            compared(element)


def test_the_keyboard(reader: Reader) -> None:
    element = opened(reader(ADDRESS), NAME)
    for name in (CHANGES, SHARE):
        for key in ("Home", *["ArrowRight"] * 5, "PageUp", "End", "ArrowLeft"):
            element.get_by_role("slider", name=name).press(key)
            compared(element)


def test_a_finger(browser: Browser, site_url: str) -> None:
    with telephone(browser, site_url, ADDRESS) as page:
        element = opened(page, NAME)
        for name, share in ((SHARE, 0.9), (CHANGES, 0.5), (CHANGES, 0.01)):
            tap_along(element.get_by_role("slider", name=name), share)
            compared(element)


def test_without_changes_no_share_moves_a_digit_and_with_them_every_share_does(reader: Reader) -> None:
    element = opened(reader(ADDRESS), NAME)
    seen: dict[float, set[tuple[str, ...]]] = {}
    for rate in (0, 0.05):
        element.evaluate("(each, rate) => { each.change = rate; each.moved() }", rate)
        element.get_by_role("slider", name=SHARE).press("Home")
        for _ in range(19):
            digits = element.evaluate(CELLS)
            del digits[6::7]  # the first law, which stands behind each row
            seen.setdefault(rate, set()).add(tuple(digits))
            assert math.isnan(compared(element)["shown"]["implied"]) == (rate == 0)
            element.get_by_role("slider", name=SHARE).press("ArrowRight")
    assert (len(seen[0]), len(seen[0.05])) == (1, 19)
    element.get_by_role("button", name="Half of them").click()
    state = compared(element)
    assert (state["change"], state["share"], state["shown"]["changed"]) == (0, 0.9, 0)


def test_a_state_stands_in_the_address_and_comes_back(reader: Reader) -> None:
    page = reader(ADDRESS)
    element = opened(page, NAME)
    element.get_by_role("slider", name=CHANGES).press("End")
    element.get_by_role("slider", name=SHARE).press("Home")
    page.wait_for_url(f"**/?{IDENT}=0.5%2C0.05")
    before = compared(element)
    page.reload()
    assert compared(opened(page, NAME)) == before
    for wrong in ("", "0.01", "0.03,0.5", "0,1", "0,0", "x,0.5", "0,x", "-0.01,0.5"):
        page.goto(f"{ADDRESS}?{IDENT}={wrong}")
        state = compared(opened(page, NAME))
        assert (state["change"], state["share"]) == (0, 0.5)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("toFrench = 2 * change * (1 - share)", "toFrench = 2 * change * share"),
        ("leaves(many, 0) / (", "leaves(0, many) / ("),
        ("keeps = 1 - 2 * change", "keeps = 1 - change"),
        ("4 * change * share", "2 * change * share"),
        ("shown.matrix[a][b].toFixed(3)", "shown.matrix[b][a].toFixed(3)"),
    ],
)
def test_a_formula_that_drifts_is_found(reader: Reader, site: Path, old: str, new: str) -> None:
    page = reader("404.html")
    drifts(page, site, NAME, old, new)
    page.goto(f"{ADDRESS}?{IDENT}=0.05,0.8")
    with pytest.raises(AssertionError):
        compared(opened(page, NAME))


@pytest.mark.parametrize("change", ["run.within[0] = [0, 0.8, 0.2]", "run.law.reverse()", "run.length = 800"])
def test_a_program_that_drifts_is_found(reader: Reader, change: str) -> None:
    page = reader("404.html")
    leaves(page, f"if (run.within) {{ {change} }}")
    page.goto(f"{ADDRESS}?{IDENT}=0.05,0.8")
    with pytest.raises(AssertionError):
        compared(opened(page, NAME))
