"""Where may I cut? What the figure shows is what the library's streams hold, over the range of its controls."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from cut_states import (
    TICKS,
    WAYS,
    State,
    compared,
    expected,
)
from moving import click_along, drifts, in_the_middle, leaves, opened, tap_along, telephone
from playwright.sync_api import Browser, Locator, Page, expect

Reader = Callable[..., Page]

ADDRESS, NAME, IDENT = "essay/empty-context/", "where-cut", "fig-streams"
STATES = [State(*each) for each in product(WAYS, (5, 6, 7), *[(False, True)] * 4)]


@pytest.mark.parametrize("way", WAYS)
def test_every_state_is_the_librarys_and_names_a_row_of_the_verdict_table(reader: Reader, site: Path, way: str) -> None:
    element = opened(reader(ADDRESS), NAME)
    table = (site.parents[1] / "docs/reference/verdict.md").read_text("utf-8").split("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+) \|(?: *(?:✓|✓ if|–)? *\|){5}$", table, re.MULTILINE)
    for at, state in enumerate(each for each in STATES if each.way == way):
        element.evaluate(
            "(each, state) => { Object.assign(each.state, state); each.moved() }", state._asdict() | {"at": at % 9}
        )
        compared(element)
        numbers, _ = expected(state)
        said = element.locator(".ls-said[data-say^='result ']")
        named = [each for each in said.locator("em").all_text_contents() if each != "if"]
        assert set(named) <= set(rows)
        assert said.locator("a[href*='reference/verdict/']").count() == 1
        right = numbers["excess"] < 1e-9 and numbers["gives"] < 1e-9
        ends = {"documents between BOS and EOS", "BOS, no EOS", "packed documents with a separator"}
        kind = (said.get_attribute("data-say") or "").split()[1]
        assert right == (kind in ("both-ends", "endless", "packed"))
        assert math.isnan(numbers["excess"]) == (kind in ("end", "begun", "unmarked"))
        assert ("windows, BOS before each" in named) == (state.start and state.scored and way == "anywhere")
        assert not right or set(named) <= ends


def test_the_mouse(reader: Reader) -> None:
    page = reader(ADDRESS)
    element = opened(page, NAME)
    assert compared(element)["way"] == "anywhere"
    for way in ("documents", "begun", "anywhere"):
        element.get_by_role("combobox", name="Rows").select_option(way)
        compared(element)
        for name in TICKS.values():
            element.get_by_role("checkbox", name=name).click()
            for share in (0.02, 0.5, 0.98):
                click_along(element.get_by_role("slider", name="Window"), share)
                compared(element)
        if way != "documents":
            for share in (0.02, 0.4, 0.98):
                click_along(element.get_by_role("slider", name="Tokens"), share)
                compared(element)
    element.get_by_role("button", name="Start again").click()
    assert compared(element)["at"] == 2


def _strip(element: Locator) -> tuple[float, float, float]:
    """Return the left edge of the drawn stream, its middle from above, and the width of a column."""
    box = in_the_middle(element.locator(".ls-drag"))
    return box["x"], box["y"] + box["height"] / 3, box["width"] / 19


def test_the_window_is_dragged(reader: Reader) -> None:
    page = reader(ADDRESS)
    element = opened(page, NAME)
    left, y, column = _strip(element)
    page.mouse.move(left + 4.5 * column, y)
    page.mouse.down()
    assert compared(element)["at"] == 2  # taken hold of within, it does not jump
    for by in (1, 4, 7, -2, -9):
        page.mouse.move(left + (4.5 + by) * column, y)
        assert compared(element)["at"] == min(10, max(0, 2 + by))
    page.mouse.up()
    page.mouse.move(left + 9 * column, y)
    assert compared(element)["at"] == 0
    page.wait_for_url(f"**/?{IDENT}=anywhere%2C0%2C5*")
    element.get_by_role("combobox", name="Rows").select_option("begun")
    page.mouse.click(left + 8 * column, y)
    assert compared(element)["at"] == 1


def test_an_edge_of_the_window_is_dragged(reader: Reader) -> None:
    page = reader(ADDRESS)
    element = opened(page, NAME)
    left, y, column = _strip(element)

    def drag(edge: float, *by: float) -> list[tuple[int, int]]:
        """Take hold of an edge and bring it to places; return where the window is then, and how long."""
        seen = []
        page.mouse.move(left + edge * column, y)
        page.mouse.down()
        for each in by:
            page.mouse.move(left + (edge + each) * column, y)
            state = compared(element)
            seen.append((state["at"], state["length"]))
        page.mouse.up()
        return seen

    # The window begins at 2, which is the third column of the drawing, and has one token more than it predicts.
    assert drag(9, 0, 1, 2, 5, -4, 1) == [(2, 5), (2, 6), (2, 7), (2, 7), (2, 5), (2, 6)]
    assert drag(3, -1, -2, -3, 3, 1) == [(1, 7), (1, 7), (1, 7), (3, 5), (3, 5)]
    element.get_by_role("combobox", name="Rows").select_option("documents")
    at = compared(element)["at"]
    assert {length for _, length in drag(3, 1, 2)} == {5}
    assert compared(element)["at"] in {at, 0, 1, 2}


def test_the_keyboard(reader: Reader) -> None:
    element = opened(reader(ADDRESS), NAME)
    window, length = (element.get_by_role("slider", name=name) for name in ("Window", "Tokens"))
    for name in TICKS.values():
        element.get_by_role("checkbox", name=name).press("Space")
        for key in ("Home", "ArrowRight", "ArrowRight", "End", "ArrowLeft"):
            window.press(key)
            compared(element)
        for key in ("Home", "ArrowRight", "End"):
            length.press(key)
            compared(element)
    for _ in range(2):
        element.get_by_role("combobox", name="Rows").press("ArrowDown")
        compared(element)
    expect(length).to_be_disabled()


def test_a_finger(browser: Browser, site_url: str) -> None:
    with telephone(browser, site_url, ADDRESS) as page:
        element = opened(page, NAME)
        for name in TICKS.values():
            element.get_by_role("checkbox", name=name).tap()
            tap_along(element.get_by_role("slider", name="Window"), 0.7)
            tap_along(element.get_by_role("slider", name="Tokens"), 0.9)
            compared(element)
        element.get_by_role("button", name="Start again").tap()
        left, y, column = _strip(element)
        finger = page.context.new_cdp_session(page)
        for kind, at in (("Start", 4.5), ("Move", 6.5), ("Move", 9.5), ("Move", 10.5)):
            points = [{"x": left + at * column, "y": y}]
            finger.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})
        finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        page.wait_for_url(f"**/?{IDENT}=anywhere%2C8%2C5*")
        assert compared(element)["at"] == 8
        for kind, at in (("Start", 15.0), ("Move", 15.6), ("Move", 16.1)):
            points = [{"x": left + at * column, "y": y}]
            finger.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})
        finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        page.wait_for_url(f"**/?{IDENT}=anywhere%2C8%2C6*")
        assert compared(element)["length"] == 6


def test_a_guess_is_answered_by_windows_without_marks(reader: Reader) -> None:
    element = opened(reader(ADDRESS), NAME)
    answer = element.locator("[data-say='guess answer']")
    expect(answer).not_to_be_visible()
    element.get_by_role("button", name="How documents begin").click()
    expect(answer).to_be_visible()
    state = compared(element)
    assert state["start"]
    assert not state["mark"]
    assert f"{math.log(8 / 3):.3f}" in answer.inner_text()
    assert "windows, BOS before each" in element.locator(".ls-said[data-say^='result ']").inner_text()


def test_a_state_stands_in_the_address_and_comes_back(reader: Reader) -> None:
    page = reader(ADDRESS)
    element = opened(page, NAME)
    element.get_by_role("slider", name="Tokens").press("End")
    element.get_by_role("checkbox", name=TICKS["random"]).uncheck()
    page.wait_for_url(f"**/?{IDENT}=anywhere%2C2%2C7%2Cscored%2Cmark")
    before = compared(element)
    page.reload()
    assert compared(opened(page, NAME)) == before
    element.locator("select").select_option("documents")
    reads = element.get_by_role("slider", name="Tokens").get_attribute("aria-valuetext")
    row = element.get_by_role("slider", name="Window").get_attribute("aria-valuetext")
    assert int(reads or 0) == len((row or "").split())  # no start symbol stands there
    for wrong in ("windows,1,5", "anywhere,x,5", "anywhere,-1,5", "anywhere,1,8", "anywhere", "constructor,1,5"):
        page.goto(f"{ADDRESS}?{IDENT}={wrong}")
        state = compared(opened(page, NAME))
        assert [state[name] for name in ("at", *State._fields)] == [2, "anywhere", 5, False, True, True, True]


#: A state, and in a module what is right and what drifts from it there.
ORDERED, ALONE, SHUFFLED = "anywhere,1,5,scored,mark", "documents,1,5,start,scored,mark", "begun,1,7,scored,mark,random"
DRIFTS = {
    "what is paid": (ALONE, "cut-rows", "Math.log(p * whole", "Math.log(whole"),
    "what is told": (ORDERED, "cut-rows", "all - each / whole * Math.log", "all - each * Math.log"),
    "what stands before": (ORDERED, "cut-rows", "row.slice(0, t - 1)", "row.slice(t - 1, t)"),
    "the weight of a row": (
        SHUFFLED,
        "cut-rows",
        "[...part, ...unit], i, weight / count)",
        "[...part, ...unit], i, weight / (i + 1))",
    ),
    "what carries loss": (ALONE, "cut-rows", "t > 0 && (", "("),
    "what is shown": (ORDERED, NAME, "shown[name]).toFixed(3)", "shown[name]).toFixed(1)"),
}


@pytest.mark.parametrize(("state", "module", "old", "new"), DRIFTS.values(), ids=DRIFTS)
def test_a_formula_that_drifts_is_found(
    reader: Reader, site: Path, state: str, module: str, old: str, new: str
) -> None:
    page = reader("404.html")
    drifts(page, site, module, old, new)
    page.goto(f"{ADDRESS}?{IDENT}={state}")
    with pytest.raises(AssertionError):
        compared(opened(page, NAME))


@pytest.mark.parametrize("change", ["run.documents[0] = 'ACB'", "run.documents[1] = 'ED'"])
def test_a_program_that_drifts_is_found(reader: Reader, change: str) -> None:
    page = reader("404.html")
    leaves(page, f"if (run.documents) {change}")
    page.goto(ADDRESS)
    with pytest.raises(AssertionError):
        compared(opened(page, NAME))
