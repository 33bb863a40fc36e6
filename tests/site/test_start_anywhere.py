"""Start anywhere, then ask the other question: what the figure shows is what torch computes, from every start."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import torch
from moving import click_along, drifts, leaves, opened, tap_along, telephone, told
from playwright.sync_api import Browser, Locator, Page, expect

from firsttoken import power_iteration, stationary_law, topics

Reader = Callable[..., Page]

ADDRESS, NAME, IDENT = "essay/implied/", "start-anywhere", "fig-starts"
STEPS, START, TICK = "Characters written after it", "Start with", "Separators"
SYMBOLS = [*sorted(set(topics().text)), "SEP"]
SEP = len(SYMBOLS) - 1
MOST = 40


@cache
def kernel(separators: bool) -> torch.Tensor:
    """Return the chain of the help texts in a circle, with a separator before each or with none."""
    stream = [c for document in topics().documents for c in ([*["SEP"] * separators, *document])]
    size = len(SYMBOLS) - (not separators)
    tokens = torch.tensor([SYMBOLS.index(c) for c in stream])
    pairs = (size * tokens + tokens.roll(-1)).bincount(minlength=size**2).reshape(size, size).double()
    return pairs / pairs.sum(1, keepdim=True)


@cache
def implied(separators: bool) -> torch.Tensor:
    """Return the law that a chain leaves as it is."""
    return stationary_law(kernel(separators))


@cache
def laws(start: int, separators: bool) -> torch.Tensor:
    """Return the laws so many characters after a start."""
    chain = kernel(separators)
    return power_iteration(chain, torch.eye(len(chain)).double()[start], steps=MOST)


def excess(law: torch.Tensor) -> float:
    """Return what help texts cost too much if they begin with a law."""
    starts = Counter(document[0] for document in topics().documents)
    shares = {SYMBOLS.index(c): n / starts.total() for c, n in starts.items()}
    return sum(p * (p / law[a]).log().item() for a, p in shares.items())


def compared(element: Locator) -> dict[str, Any]:
    """Compare what the element computes with torch, and what it shows with that."""
    state, cells = told(
        element,
        """{
          start: each.start, steps: each.steps, separators: each.separators, shown: each.shown,
          drawn: [...each.querySelectorAll(".ls-live text")].map(text => text.textContent), symbols: each.run.shown,
        }""",
    )
    shown, separators = dict(state["shown"]), state["separators"]
    law, still = laws(state["start"], separators)[state["steps"]], implied(separators)
    assert shown.pop("law")[: len(law)] == pytest.approx(law.tolist(), abs=1e-6)
    assert shown == pytest.approx(
        {
            "steps": state["steps"],
            "distance": (law - still).abs().sum().item() / 2,
            "excess": excess(law),
            "implied": excess(still),
        },
        abs=1e-6,
    )
    for name in ("distance", "excess", "implied"):
        reads = cells[name]
        assert reads == "∞" if math.isinf(shown[name]) else abs(float(reads) - shown[name]) <= 5e-4 + 1e-6
    drawn = state.pop("drawn")
    for symbol in state.pop("symbols"):
        place = drawn.index({" ": "blank"}.get(SYMBOLS[symbol], SYMBOLS[symbol]))
        assert abs(float(drawn[place + 1]) - 100 * law[symbol].item()) <= 0.05 + 1e-6
    return dict(state)


@pytest.mark.parametrize("separators", [True, False])
def test_every_start_and_every_step(reader: Reader, separators: bool) -> None:
    element = opened(reader(ADDRESS), NAME)
    for start in range(len(SYMBOLS) - (not separators)):
        element.evaluate(
            "(each, state) => { Object.assign(each, state); each.moved() }",
            {"start": start, "steps": start * 7 % (MOST + 1), "separators": separators},
        )
        compared(element)


def test_the_mouse(reader: Reader) -> None:
    element = opened(reader(ADDRESS), NAME)
    assert compared(element)["shown"]["excess"] == pytest.approx(0, abs=1e-12)
    for share in (0.01, 0.3, 0.99):
        click_along(element.get_by_role("slider", name=STEPS), share)
        compared(element)
    for name in ("q", "blank", "SEP"):
        element.get_by_label(START).select_option(name)
        for _ in range(3):
            element.get_by_role("button", name="One character more").click()
            compared(element)
    element.get_by_label(TICK).click()
    state = compared(element)
    assert (state["separators"], state["start"] == SEP) == (False, False)
    element.get_by_role("button", name="Start again").click()
    state = compared(element)
    assert (state["start"], state["steps"], state["separators"]) == (SEP, 1, True)


def test_the_keyboard(reader: Reader) -> None:
    element = opened(reader(ADDRESS), NAME)
    for key in ("Home", *["ArrowRight"] * 8, "PageUp", "End", "ArrowLeft"):
        element.get_by_role("slider", name=STEPS).press(key)
        compared(element)
    element.get_by_label(TICK).press("Space")
    assert not compared(element)["separators"]
    element.get_by_role("button", name="One character more").press("Enter")
    compared(element)


def test_a_finger(browser: Browser, site_url: str) -> None:
    with telephone(browser, site_url, ADDRESS) as page:
        element = opened(page, NAME)
        tap_along(element.get_by_role("slider", name=STEPS), 0.5)
        assert compared(element)["steps"] > 10
        element.get_by_role("button", name="One character more").tap()
        compared(element)
        element.get_by_label(TICK).tap()
        assert not compared(element)["separators"]


def test_every_start_ends_at_the_same_law_and_beginnings_are_one_row(reader: Reader) -> None:
    element = opened(reader(ADDRESS), NAME)
    ends = []
    for name in ("SEP", "q", "T", "blank"):
        element.get_by_label(START).select_option(name)
        element.get_by_role("slider", name=STEPS).press("End")
        ends.append(compared(element)["shown"])
    assert max(each["distance"] for each in ends) < 2e-3
    assert len({each["implied"] for each in ends}) == 1
    expect(element.locator("table tr:last-child .ls-value")).to_have_text(f"{excess(implied(True)):.3f}")
    element.get_by_role("button", name="That of a random place").click()
    later = compared(element)
    assert (later["start"], later["steps"]) == (SEP, 6)
    assert later["shown"]["distance"] < 0.05


def test_a_state_stands_in_the_address_and_comes_back(reader: Reader) -> None:
    page = reader(ADDRESS)
    element = opened(page, NAME)
    element.get_by_label(START).select_option("q")
    element.get_by_label(TICK).click()
    page.wait_for_url(f"**/?{IDENT}={SYMBOLS.index('q')}%2C0%2Cwithout")
    before = compared(element)
    page.reload()
    assert compared(opened(page, NAME)) == before
    for wrong in ("q", "", "1", "1,", "1,x", "1,1.5", "1,-1", "1,41", "104,1", "-1,1", "1.5,1"):
        page.goto(f"{ADDRESS}?{IDENT}={wrong}")
        state = compared(opened(page, NAME))
        assert (state["start"], state["steps"], state["separators"]) == (SEP, 1, True)
    page.goto(f"{ADDRESS}?{IDENT}={SEP},2,without")  # where there is no separator, none can be the start
    assert compared(opened(page, NAME))["separators"]


@pytest.mark.parametrize(
    ("module", "old", "new"),
    [
        ("character-chain", "next[to] += law[from] * share", "next[from] += law[to] * share"),
        ("character-chain", "share: count / whole[from]", "share: count / whole[to]"),
        (NAME, "Math.abs(share - implied[a]), 0) / 2", "Math.abs(share - implied[a]), 0)"),
        ("character-chain", "p * Math.log(p / law[a])", "law[a] * Math.log(law[a] / p)"),
        (NAME, "(100 * share).toFixed(1)", "(10 * share).toFixed(1)"),
        (NAME, "i % 2 ? [] :", "i % 2 || to === 1 ? [] :"),
    ],
)
def test_a_formula_that_drifts_is_found(reader: Reader, site: Path, module: str, old: str, new: str) -> None:
    page = reader("404.html")
    drifts(page, site, module, old, new)
    page.goto(f"{ADDRESS}?{IDENT}={SYMBOLS.index('q')},3")
    with pytest.raises(AssertionError):
        compared(opened(page, NAME))


@pytest.mark.parametrize(
    "change",
    [
        f"run.rows[{SYMBOLS.index('q')}] = '{SYMBOLS.index('v')} 1'",
        f"run.rows[{SYMBOLS.index('u')}] += ' {SYMBOLS.index('z')} 9'",
        "run.rows[0] = run.rows[1]",
    ],
)
def test_a_program_that_drifts_is_found(reader: Reader, change: str) -> None:
    page = reader("404.html")
    leaves(page, f"if (run.rows) {change}")
    page.goto(f"{ADDRESS}?{IDENT}={SYMBOLS.index('q')},3")
    with pytest.raises(AssertionError):
        compared(opened(page, NAME))
