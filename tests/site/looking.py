"""What a browser meets on a page: wide and narrow, light and dark, and what axe finds there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from built import DOCS
from playwright.sync_api import Page, ViewportSize

SCHEMES = {"light": "default", "dark": "slate"}  # and what Material calls them
OBSERVE = Path(__file__).with_name("observe.js").read_text("utf-8")
WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 844}
NARROWEST: ViewportSize = {"width": 320, "height": 640}
# Rules of level AAA, which axe leaves out unless they are asked for; the first asks for more than its like of level AA.
HIGHEST = ("color-contrast-enhanced", "identical-links-same-purpose", "meta-refresh-no-exceptions")
EVERY_RULE = {"rules": {"color-contrast": {"enabled": False}} | {rule: {"enabled": True} for rule in HIGHEST}}
# Only these rules look at colours: the others give the same answer in both schemes.
COLOUR_RULES = ["color-contrast-enhanced", "link-in-text-block"]
# What depends on where things stand; axe leaves the first and the last out unless they are asked for.
PLACE_RULES = ["target-size", "scrollable-region-focusable", "td-has-header"]
# The entries of an API page have the same few kinds of elements, so one such page shows all their dark colours.
LIKE_ANOTHER = {f"reference/api/{page.stem}/" for page in (DOCS / "reference" / "api").glob("*.md")}
LIKE_ANOTHER -= {"reference/api/causal/"}
# Coloured words are thousands of elements, which would take most of the time: observe.js reads their few colours.
CODE = (".highlight code", "code.highlight")
# One function writes the more than a hundred entries of the ledger: some of them show what is wrong with any. The
# others are taken away, for what axe leaves out it measures all the same.
LIKE_OTHERS = ".ls-entry:nth-of-type(n + 31)"
# The frame is the same on every page, but for the contents of the page: one page shows it.
FRAME = (".md-header", ".md-sidebar--primary", ".md-footer")
SHOWS_THE_FRAME = "essay/three-senses/"
# Formulas are words to axe only as words: else what is named by one would have no name.
FLATTEN = """selector => document.querySelectorAll(selector).forEach(each =>
  each.matches("math") ? each.replaceWith(each.textContent) : (each.textContent = each.textContent))"""

# Or axe would read colours on their way from one scheme to the other; and what waits until it comes near would be found
# neither too wide nor too small.
AT_ONCE = "*, *::before, *::after { transition: none !important } .ls-part { content-visibility: visible !important }"


@dataclass(frozen=True)
class Visit:
    """What a page did and showed.

    Attributes:
        errors: Messages that the page left in the console, exceptions, and requests that failed.
        hosts: Every host that was asked for something.
        seen: What observe.js found on the wide page, in each scheme.
        narrow: What observe.js found at 390 px.
        over: By how many pixels the page is wider than a screen of 320, with every fold closed, and open.
        axe: In each scheme that was looked at, and at each narrow width, all findings of axe, of every level and
            impact, with every fold open, and what axe only doubts: text in exactly the colour of its ground.
    """

    errors: tuple[str, ...]
    hosts: frozenset[str]
    seen: dict[str, dict[str, Any]]
    narrow: dict[str, Any]
    over: tuple[int, int]
    axe: dict[str, tuple[str, ...]]


def look_at(page: Page, address: str) -> Visit:
    """Go to an address, and look at it wide and narrow, light and dark."""
    errors: list[str] = []
    hosts: set[str] = set()
    watched: dict[Any, Callable[[Any], object]] = {
        "console": lambda message: errors.append(message.text) if message.type == "error" else None,
        "pageerror": lambda error: errors.append(str(error)),
        "requestfailed": lambda request: errors.append(f"{request.url}: {request.failure}"),
        "response": lambda answer: None if answer.ok else errors.append(f"{answer.status} {answer.url}"),
        "request": lambda request: hosts.add(urlsplit(request.url).netloc),
    }
    for event, note in watched.items():
        page.on(event, note)
    page.set_viewport_size(WIDE)
    page.goto(address)
    for figure in page.locator(".ls-moves").all():  # one that has to ask for something does so when it comes near
        figure.scroll_into_view_if_needed()
        figure.and_(page.locator("[data-lives]")).wait_for()
    seen = {"light": page.evaluate(OBSERVE)}
    page.add_style_tag(content=AT_ONCE)
    _switch(page, "dark")
    seen["dark"] = page.evaluate(OBSERVE)
    over = []
    page.set_viewport_size(NARROWEST)
    for opened in ("false", "true"):
        page.evaluate(f"document.querySelectorAll('details').forEach(fold => fold.open = {opened})")
        over.append(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
    page.set_viewport_size(NARROW)
    narrow = page.evaluate(OBSERVE)
    page.set_viewport_size(WIDE)
    page.evaluate("others => document.querySelectorAll(others).forEach(each => each.remove())", LIKE_OTHERS)
    page.evaluate(FLATTEN, ", ".join([*CODE, "math"]))
    _switch(page, "light")
    without = CODE if address == SHOWS_THE_FRAME else (*CODE, *FRAME)
    axe = {"light": _axe(page, Axe(), without, **EVERY_RULE)}
    if address not in LIKE_ANOTHER:
        _switch(page, "dark")
        axe["dark"] = _axe(page, Axe(axe_script="0"), without, runOnly=COLOUR_RULES)  # the script is there
    for size in (NARROW, NARROWEST):
        page.set_viewport_size(size)
        axe[f"{size['width']} px"] = _axe(page, Axe(axe_script="0"), without, runOnly=PLACE_RULES)
    page.evaluate("localStorage.clear()")  # where Material keeps the scheme, for the next page
    for event, note in watched.items():
        page.remove_listener(event, note)
    return Visit(tuple(errors), frozenset(hosts - {""}), seen, narrow, (over[0], over[1]), axe)


def _switch(page: Page, scheme: str) -> None:
    """Press the button that changes the scheme, and wait until the page has."""
    page.evaluate("document.querySelector('[data-md-component=palette] label:not([hidden])').click()")
    page.wait_for_selector(f"body[data-md-color-scheme={SCHEMES[scheme]}]", state="attached")


def _axe(page: Page, axe: Axe, without: tuple[str, ...], **options: object) -> tuple[str, ...]:
    found = axe.run(
        page, {"exclude": [[each] for each in without]}, {"resultTypes": ["violations", "incomplete"]} | options
    ).response
    doubted = [each for each in found["incomplete"] if '"equalRatio"' in json.dumps(each)]
    return tuple(map(_finding, [*found["violations"], *doubted]))


def _finding(violation: dict[str, Any]) -> str:
    places = "; ".join(f"{node['target']}: {node['failureSummary']}" for node in violation["nodes"][:3])
    return re.sub(r"\s+", " ", f"{violation['id']}: {places}")
