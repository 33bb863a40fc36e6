"""The built site, served to a real browser, and what each of its pages showed there."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from built import DOCS, SITE, SOURCES, build_site, site_files
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

SCHEMES = {"light": "default", "dark": "slate"}  # and what Material calls them
NO_BROWSER = "these tests drive a real browser: apt-get install chromium, or set CHROMIUM to the path of one"

OBSERVE = Path(__file__).with_name("observe.js").read_text("utf-8")
WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 844}
# Only these rules look at colours: the others give the same answer in both schemes.
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
# The entries of an API page have the same few kinds of elements, so one such page shows all their dark colours.
LIKE_ANOTHER = {f"reference/api/{page.stem}/" for page in (DOCS / "reference" / "api").glob("*.md")}
LIKE_ANOTHER -= {"reference/api/index/", "reference/api/causal/"}
# Coloured words are thousands of elements, which would take most of the time: observe.js reads their few colours.
CODE = (".highlight code", "code.highlight")
NOT_CODE = {"exclude": [[each] for each in CODE]}
FLATTEN = "selector => document.querySelectorAll(selector).forEach(each => { each.textContent = each.textContent })"

# What changes with any page, and what a page is not made of.
_OF_ALL_PAGES = (".html", "search_index.json", ".xml", ".gz", ".inv")

# Or axe would read colours on their way from one scheme to the other.
AT_ONCE = "*, *::before, *::after { transition: none !important }"

# What has shifted by itself so far, as Chromium scores it; a shift that follows input is the reader's own.
COUNT_SHIFTS = """
window.shifted = 0
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value
}).observe({ type: "layout-shift", buffered: true })
"""


class _Quiet(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")  # every page is met as a first visit meets it
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: what is missing, the browser reports."""


def pytest_configure(config: pytest.Config) -> None:
    """Name the marker."""
    config.addinivalue_line("markers", "whole_site: a test of a page that looks at others as well")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the tests of a page one after another, and name what decides about each: its page, or the whole site."""
    here = [item for item in items if item.path.parent == Path(__file__).parent and isinstance(item, pytest.Function)]
    known = bool(here) and config.getoption("skip_unchanged") and not build_site()
    files, browser = (site_files(), _version(_browser_path())) if known else ([], "")
    assets = [file for file in files if not file.endswith(_OF_ALL_PAGES)]
    # Several processes take the tests in such runs, and what the browser saw of a page is then seen once.
    among = set(here)
    places = [place for place, item in enumerate(items) if item in among]
    here.sort(key=lambda item: (item.path, _address(item) or ""))
    for place, item in zip(places, here, strict=True):
        items[place] = item
    for item in here:
        address = _address(item)
        if address is None or item.get_closest_marker("whole_site"):
            item.add_marker(pytest.mark.depends("tests", *SOURCES, *files, tool=browser))
        elif known:
            page = f"build/site/{address}" if address.endswith(".html") else f"build/site/{address}index.html"
            item.add_marker(pytest.mark.depends("tests/site", page, *assets, tool=browser))


def _browser_path() -> str | None:
    # The first of them has no window to prepare, and shows a page in half the time.
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    chosen = os.environ.get("CHROMIUM")
    return shutil.which(chosen) if chosen else next(filter(None, map(shutil.which, names)), None)


def _version(browser: str | None) -> str:
    if browser is None:
        return ""
    return subprocess.run([browser, "--version"], capture_output=True, text=True, check=False).stdout


def _address(item: pytest.Function) -> str | None:
    return item.callspec.params.get("address") if hasattr(item, "callspec") else None


@pytest.fixture(scope="session")
def site() -> Path:
    """Build the book, once."""
    if wrong := build_site():
        pytest.fail(wrong, pytrace=False)
    return SITE


@pytest.fixture(scope="session")
def site_url(site: Path) -> Iterator[str]:
    """Serve the built site on a free port; the address ends in a slash."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the browser that is installed."""
    path = _browser_path()
    if path is None:
        pytest.fail(NO_BROWSER, pytrace=False)
    # Another host does not resolve, so that a request to one fails here as it would on a plane.
    hosts = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    quiet = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=[*quiet, hosts])


@pytest.fixture(scope="session")
def contexts(browser: Browser, site_url: str) -> dict[str, BrowserContext]:
    """Open one window for each colour scheme that a reader's system may ask for."""
    opened = {}
    for scheme in SCHEMES:
        opened[scheme] = browser.new_context(base_url=site_url, color_scheme=scheme, viewport=WIDE)
        opened[scheme].add_init_script(COUNT_SHIFTS)
    return opened


@pytest.fixture
def reader(contexts: dict[str, BrowserContext]) -> Iterator[Callable[..., Page]]:
    """Open pages, in the light scheme unless told otherwise, for the length of one test."""
    opened: list[Page] = []

    def open_page(address: str, scheme: str = "light", width: int = 1280) -> Page:
        page = contexts[scheme].new_page()
        opened.append(page)
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address)
        return page

    yield open_page
    for page in opened:
        page.close()


@pytest.fixture(scope="session")
def leaf_through(contexts: dict[str, BrowserContext]) -> Callable[[str], Page]:
    """Show a page in a tab that may show it already, as the test before left it: a chapter takes long to load."""
    tab = contexts["light"].new_page()

    def show(address: str) -> Page:
        if urlsplit(tab.url).path != f"/{address}":
            tab.goto(address)
        return tab

    return show


@dataclass(frozen=True)
class Visit:
    """What a page did and showed.

    Attributes:
        errors: Messages that the page left in the console, exceptions, and requests that failed.
        hosts: Every host that was asked for something.
        seen: What observe.js found on the wide page, in each scheme.
        narrow: What observe.js found at 390 px.
        axe: In each scheme that was looked at, the serious and critical findings of axe, with every fold open, and
            what axe only doubts: text in exactly the colour of its ground.
    """

    errors: tuple[str, ...]
    hosts: frozenset[str]
    seen: dict[str, dict[str, Any]]
    narrow: dict[str, Any]
    axe: dict[str, tuple[str, ...]]


def _visit(page: Page, address: str) -> Visit:
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
    page.goto(address)
    seen = {"light": page.evaluate(OBSERVE)}
    page.add_style_tag(content=AT_ONCE)
    _switch(page, "dark")
    seen["dark"] = page.evaluate(OBSERVE)
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    page.set_viewport_size(NARROW)
    narrow = page.evaluate(OBSERVE)
    page.set_viewport_size(WIDE)
    page.evaluate(FLATTEN, ", ".join([*CODE, "math"]))
    _switch(page, "light")
    axe = {"light": _axe(page, Axe())}
    if address not in LIKE_ANOTHER:
        _switch(page, "dark")
        axe["dark"] = _axe(page, Axe(axe_script="0"), runOnly=COLOUR_RULES)  # the script is there
    page.evaluate("localStorage.clear()")  # where Material keeps the scheme, for the next page
    for event, note in watched.items():
        page.remove_listener(event, note)
    return Visit(tuple(errors), frozenset(hosts - {""}), seen, narrow, axe)


def _switch(page: Page, scheme: str) -> None:
    """Press the button that changes the scheme, and wait until the page has."""
    page.evaluate("document.querySelector('[data-md-component=palette] label:not([hidden])').click()")
    page.wait_for_selector(f"body[data-md-color-scheme={SCHEMES[scheme]}]", state="attached")


def _axe(page: Page, axe: Axe, **options: object) -> tuple[str, ...]:
    found = axe.run(page, NOT_CODE, {"resultTypes": ["violations", "incomplete"]} | options).response
    grave = [each for each in found["violations"] if each["impact"] in {"serious", "critical"}]
    grave += [each for each in found["incomplete"] if '"equalRatio"' in json.dumps(each)]
    return tuple(map(_finding, grave))


def _finding(violation: dict[str, Any]) -> str:
    places = "; ".join(f"{node['target']}: {node['failureSummary']}" for node in violation["nodes"][:3])
    return re.sub(r"\s+", " ", f"{violation['id']}: {places}")


@pytest.fixture(scope="session")
def visit(contexts: dict[str, BrowserContext]) -> Callable[[str], Visit]:
    """Return what a page showed; each is met once, whoever asks.

    All are met in one tab, for to open one takes a browser longer than to look at a short page.
    """
    tab = contexts["light"].new_page()
    return cache(lambda address: _visit(tab, address))
