"""The bands of a first law: as high as its probabilities, followed by a click, and dragged at their edges."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from first_laws import (
    ADDRESS,
    IDENT,
    NAME,
    TRUE,
    compared,
    path_of,
)
from moving import drifts, in_the_middle, opened, telephone
from playwright.sync_api import Browser, Locator, Page

Reader = Callable[..., Page]


def _place(element: Locator, x: float, y: float) -> tuple[float, float]:
    """Return where on the screen a place of the drawing is, which is given in the drawing's units."""
    live = element.locator(".ls-live svg")
    box = in_the_middle(live)
    _, _, width, height = map(float, (live.get_attribute("viewBox") or "").split())
    return box["x"] + x / width * box["width"], box["y"] + y / height * box["height"]


def _nodes(element: Locator) -> dict[float, list[tuple[float, float]]]:
    """Return the tops and the heights of the nodes that are drawn, by column, from above."""
    columns: dict[float, list[tuple[float, float]]] = {}
    for path in element.locator(".ls-live path").evaluate_all("all => all.map(each => each.getAttribute('d'))"):
        for x, y, wide, high in re.findall(r"M([\d.]+) ([\d.]+)h([\d.]+)v([\d.]+)h-[\d.]+z", path):
            if float(wide) < 10:  # what is wider stands behind a word after which nothing follows
                columns.setdefault(float(x), []).append((float(y), float(high)))
    return {x: sorted(nodes) for x, nodes in sorted(columns.items())}


def _edge(element: Locator) -> tuple[float, float, float]:
    """Return a place at the edge between the first two bands, and the height of all bands, in pixels."""
    (x, nodes), *_ = _nodes(element).items()
    (top, high), (below, _), *_ = nodes
    across, down = _place(element, x + 1, (top + high + below) / 2)
    return across, down, sum(each for _, each in nodes) * (down - _place(element, x, 0)[1]) / ((top + high + below) / 2)


def test_a_band_that_is_clicked_is_followed(reader: Reader) -> None:
    page = reader(ADDRESS)
    element = opened(page, NAME)
    columns = _nodes(element)
    x = list(columns)[1]
    for index, start in enumerate(("She loves", "She fears", "He loves", "He fears")):
        top, high = columns[x][index]
        page.mouse.click(*_place(element, x - 9, top + high / 2))
        assert element.evaluate("each => each.sentence").startswith(f"{start} ")
        compared(element)


def test_the_drawing_has_the_heights_of_the_probabilities(reader: Reader) -> None:
    page = reader(ADDRESS)
    page.emulate_media(reduced_motion="reduce")
    element = opened(page, NAME)
    for press in ("own", "even", "anywhere"):
        element.locator(f"[data-press={press}]").click()
        law = torch.tensor(compared(element), dtype=torch.float64)
        columns = list(_nodes(element).values())
        whole = sum(high for _, high in columns[0])
        assert [high / whole for _, high in columns[0]] == pytest.approx(law[law > 0].tolist(), abs=1e-4)
        told = sorted(path_of(sentence, law) for sentence in element.evaluate("each => Object.keys(each.run.rest)"))
        assert len(told) == 24
        assert sorted(high / whole for _, high in columns[3]) == pytest.approx(told, abs=1e-4)


def test_an_edge_of_a_band_is_dragged(reader: Reader) -> None:
    page = reader(ADDRESS)
    element = opened(page, NAME)
    x, y, whole = _edge(element)
    page.mouse.move(x, y)
    page.mouse.down()
    assert compared(element) == TRUE.tolist()  # taken hold of, it does not jump
    for share in (0.1, -0.2, -0.45, 0.29):
        page.mouse.move(x, y + share * whole)
        law = compared(element)
        assert law[:2] == pytest.approx([0.5 + share, 0.3 - share], abs=5e-3)
        assert law[2:] == TRUE[2:].tolist()
    page.mouse.move(x, y + whole)
    assert compared(element)[:2] == pytest.approx([0.8, 0], abs=1e-12)
    page.mouse.up()
    page.mouse.move(x, y)
    assert compared(element)[0] == pytest.approx(0.8, abs=1e-12)
    assert element.evaluate("each => each.sentence").startswith("She loves ")  # a drag is no click
    page.wait_for_url(f"**/?{IDENT}=0.8%2C0%2C*")
    element.get_by_role("button", name="All on one").click()
    page.mouse.click(x, y)
    assert compared(element)[0] == 1


def test_a_finger_drags_an_edge(browser: Browser, site_url: str) -> None:
    with telephone(browser, site_url, ADDRESS) as page:
        element = opened(page, NAME)
        x, y, whole = _edge(element)
        scrolled = page.evaluate("scrollY")
        finger = page.context.new_cdp_session(page)
        for kind, share in (("Start", 0.0), ("Move", -0.1), ("Move", -0.3), ("Move", -0.2)):
            points = [{"x": x, "y": y + share * whole}]
            finger.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})
        finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        page.wait_for_url(f"**/?{IDENT}=*")
        assert compared(element)[:2] == pytest.approx([0.3, 0.5], abs=0.02)
        assert page.evaluate("scrollY") == scrolled


def test_an_edge_that_makes_mass_is_found(reader: Reader, site: Path) -> None:
    page = reader("404.html")
    drifts(page, site, "first-flow", "each - given : each", "each : each")
    page.goto(ADDRESS)
    element = opened(page, NAME)
    x, y, whole = _edge(element)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 0.1 * whole)
    with pytest.raises(AssertionError):
        compared(element)
