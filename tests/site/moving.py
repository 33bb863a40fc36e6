"""What the tests of figures that move share: the living element, a slider along its track, a finger, a drift."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bs4 import Tag
from playwright.sync_api import Browser, FloatRect, Locator, Page


def opened(page: Page, name: str) -> Locator:
    """Return the element, once it lives: one that has to ask for something does so when it comes near."""
    element = page.locator(name).first
    element.scroll_into_view_if_needed()
    page.locator(f"{name}[data-lives]").first.wait_for()
    return element


def told(element: Locator, what: str) -> tuple[Any, dict[str, str]]:
    """Return what an element, `each`, tells of itself, and the cells of its table, by what they show.

    All of it is asked for at once: a page takes longer to be asked than to answer.
    """
    cells = """[...each.querySelectorAll("table [data-value^='own.']")].map(
        cell => [cell.dataset.value.slice(4), cell.textContent])"""
    state, reads = element.evaluate(f"each => [{what}, {cells}]")
    assert len(dict(reads)) == len(reads)
    return state, dict(reads)


def left(site: Path, element: Tag) -> str:
    """Return what a program left for an element, on the page or beside it."""
    return str(element.get("data-run") or (site / str(element["data-run-at"])).read_text("utf-8"))


def click_along(slider: Locator, share: float) -> None:
    """Click a slider at a share of its track."""
    x, y = _at(slider, share)
    slider.click(position={"x": x, "y": y})


def tap_along(slider: Locator, share: float) -> None:
    """Tap a slider at a share of its track."""
    x, y = _at(slider, share)
    slider.tap(position={"x": x, "y": y})


def in_the_middle(part: Locator) -> FloatRect:
    """Bring a part to the middle of the window, where no header lies over it; return where it is then."""
    part.evaluate("part => part.scrollIntoView({ block: 'center', behavior: 'instant' })")
    box = part.bounding_box()
    assert box is not None
    return box


def _at(slider: Locator, share: float) -> tuple[float, float]:
    box = slider.bounding_box()
    assert box is not None
    return box["width"] * share, box["height"] / 2


@contextmanager
def telephone(browser: Browser, site_url: str, address: str) -> Iterator[Page]:
    """Open a page where there are fingers, and little room."""
    context = browser.new_context(
        base_url=site_url, viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


def drifts(page: Page, site: Path, name: str, old: str, new: str) -> None:
    """Let a page have a module of an element that says something else in one place."""
    module = (site / "assets" / f"{name}.js").read_text("utf-8")
    assert module.count(old) == 1
    changed = module.replace(old, new)
    page.route(f"**/{name}.js", lambda route: route.fulfill(body=changed, content_type="text/javascript"))


def leaves(page: Page, change: str) -> None:
    """Let the program of a figure leave something else: `change` is a statement about `run`."""
    page.add_init_script(
        "const parse = JSON.parse; JSON.parse = (text, ...more) => { const run = parse(text, ...more); "
        f"if (run?.own) {{ {change} }} return run }}; "
        "Response.prototype.json = async function () { return JSON.parse(await this.text()) }"  # from a file as well
    )
