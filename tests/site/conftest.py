"""The built site, served to a real browser, and what each of its pages showed there."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from built import SITE, SOURCES, build_site, site_files
from dependencies import ROOT
from looking import SCHEMES, WIDE, Visit, look_at
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from lockstep.edition import Edition
from lockstep.problem import BookError
from machine.browser import NoBrowserError, find

# What changes with any page, and what a page is not made of.
_OF_ALL_PAGES = (".html", "search_index.json", "search.json", ".xml", ".gz", ".inv")

# Milliseconds that a busy machine may take for what an idle one does at once: a browser waits no longer than it must.
PATIENCE = 120_000
expect.set_options(timeout=PATIENCE)

# What has shifted by itself so far, as Chromium scores it, from where to where; a shift that follows input is the
# reader's own.
COUNT_SHIFTS = """
window.shifts = []
new PerformanceObserver(list => {
  const at = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(" ")
  for (const { value, sources, hadRecentInput } of list.getEntries()) if (!hadRecentInput) {
    const moved = sources.map(({ node, previousRect, currentRect }) =>
      `${node?.nodeName} ${node?.textContent?.trim().slice(0, 40)}: ${at(previousRect)} -> ${at(currentRect)}`)
    window.shifts.push([value, moved.join("; ")])
  }
}).observe({ type: "layout-shift", buffered: true })
"""


class _Quiet(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")  # every page is met as a first visit meets it
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: what is missing, the browser reports."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a page that was left while it was sent."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def pytest_configure(config: pytest.Config) -> None:
    """Name the marker."""
    config.addinivalue_line("markers", "whole_site: a test of a page that looks at others as well")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the tests of a page one after another, and name what decides about each: its page, or the whole site.

    They come last: where several processes take the tests, one builds the site while others test what needs none.
    What the browser saw of a page is then seen once, and a tab that shows it serves them all. Without a browser, the
    first test that needs one says so for all.
    """
    here = [item for item in items if item.path.parent == Path(__file__).parent and isinstance(item, pytest.Function)]
    here.sort(key=lambda item: (_address(item) or "", item.path))
    shown = [item for item in here if "browser" in item.fixturenames]
    path, browser = _chromium() if shown else ("", "")
    silent = set() if path else set(shown[1:])
    if silent:
        config.hook.pytest_deselected(items=list(silent))
    among = set(here)
    here = [item for item in here if item not in silent]
    items[:] = [item for item in items if item not in among] + here
    if here and config.getoption("skip_unchanged"):
        with suppress(BookError):  # which the tests report
            Edition.current(ROOT)  # before any test, because programs are run on all cores
    for item in here:
        address = _address(item)
        if address is None or item.get_closest_marker("whole_site"):
            mark = pytest.mark.depends("tests", "machine", *SOURCES, tool=browser, made=_site_files)
        else:
            mark = pytest.mark.depends("tests/site", tool=browser, made=partial(_files_of_page, address))
        item.add_marker(mark)


@cache
def _built() -> str:
    return build_site()


@cache
def _site_files() -> tuple[str, ...]:
    return () if _built() else tuple(site_files())


def _files_of_page(address: str) -> tuple[str, ...]:
    assets = [file for file in _site_files() if not file.endswith(_OF_ALL_PAGES)]
    page = f"build/site/{address}" if address.endswith(".html") else f"build/site/{address}index.html"
    return () if _built() else (page, *assets)


@cache
def _chromium() -> tuple[str, str]:
    """Return the browser's path and version, or no path and what to do."""
    try:
        return find()
    except NoBrowserError as error:
        return "", str(error)


def _address(item: pytest.Function) -> str | None:
    return item.callspec.params.get("address") if hasattr(item, "callspec") else None


@pytest.fixture(scope="session")
def site() -> Path:
    """Build the book, once."""
    if wrong := _built():
        pytest.fail(wrong, pytrace=False)
    return SITE


@pytest.fixture(scope="session")
def site_url(site: Path) -> Iterator[str]:
    """Serve the built site on a free port; the address ends in a slash."""
    with _Server(("127.0.0.1", 0), partial(_Quiet, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the browser that is installed."""
    path, version = _chromium()
    if not path:
        pytest.fail(version, pytrace=False)
    # Another host does not resolve, so that a request to one fails here as it would on a plane.
    hosts = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    quiet = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=[*quiet, hosts])
        opens = started.new_context

        def patient(**options: Any) -> BrowserContext:
            context = opens(**options)
            context.set_default_timeout(PATIENCE)
            return context

        setattr(started, "new_context", patient)  # noqa: B010 - mypy would not have a method replaced
        yield started


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


@pytest.fixture(scope="session")
def visit(contexts: dict[str, BrowserContext]) -> Callable[[str], Visit]:
    """Return what a page showed; each is met once, whoever asks.

    All are met in one tab, for to open one takes a browser longer than to look at a short page.
    """
    tab = contexts["light"].new_page()
    return cache(lambda address: look_at(tab, address))
