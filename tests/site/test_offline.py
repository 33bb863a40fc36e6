"""The offline copy works by double click: each page is opened as a file, and no server is asked for anything."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from dependencies import ROOT
from moving import opened
from playwright.sync_api import Browser, Page, expect
from test_moves import MOVING
from test_search import HIT, QUERIES, first_hit, search

from machine.offline import VERSION, make, pack

#: A folder of a reader, as one may be called.
FOLDER = "Zoë's texts, 100% #1/first-token-site"
#: What a figure says and draws.
DRAWN = "each => each.textContent + each.querySelector('.ls-live').innerHTML"


def addresses(folder: Path) -> list[str]:
    return sorted(page.relative_to(folder).as_posix() for page in folder.rglob("*.html"))


@pytest.fixture(scope="module")
def copy(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    npx = shutil.which("npx")
    command = [npx or "false", "--yes", f"esbuild@{VERSION}", "--version"]
    if VERSION not in subprocess.run(command, capture_output=True, text=True, check=False).stdout:
        pytest.skip("the offline copy needs Node.js, and a registry of its packages")
    folder = tmp_path_factory.mktemp("offline") / FOLDER
    make(site, folder)
    return folder


@pytest.fixture
def page(copy: Path, browser: Browser) -> Iterator[Page]:
    """Yield a tab; at the end it must not have asked any host, nor met anything to complain of."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    wrong: list[str] = []
    context.on("console", lambda message: wrong.append(f"{message.page and message.page.url}: {message.text}"))
    context.on("weberror", lambda error: wrong.append(f"{error.page and error.page.url}: {error.error}"))
    context.on("request", lambda asked: None if asked.url.startswith("file:") else wrong.append(asked.url))
    context.on("requestfailed", lambda failed: wrong.append(f"{failed.url}: {failed.failure}"))
    # A page that was left before all of it had come; the field of Zensical's search, where an address names a part.
    left = re.compile("net::ERR_ABORTED$|Autofocus processing was blocked")
    tab = context.new_page()
    yield tab
    context.close()
    assert [each for each in wrong if not left.search(each)] == []


def show(page: Page, copy: Path, address: str) -> None:
    page.goto((copy / address).as_uri())


def test_every_page_opens_with_its_style_and_its_font(page: Page, copy: Path) -> None:
    for address in addresses(copy):
        show(page, copy, address)
        sheets = page.locator("link[rel=stylesheet], style").count()
        assert page.evaluate("[...document.styleSheets].filter(each => each.ownerNode).length") == sheets, address
        [font] = page.evaluate("document.fonts.ready.then(fonts => [...fonts].map(font => font.status))")
        assert font == "loaded" or not address.startswith("essay/"), address
        assert page.evaluate("document.documentElement.className") == "js", address


def test_every_link_leads_to_a_file(copy: Path) -> None:
    for address in addresses(copy):
        html = BeautifulSoup((copy / address).read_text("utf-8"), "html.parser")
        for element in html.select("[href], [src], [data-get]"):
            link = urlsplit(str(element.get("href") or element.get("src") or element.get("data-get") or ""))
            if not link.scheme:
                there = copy / Path(address).parent / unquote(link.path) if link.path else copy / address
                assert there.is_file(), f"{address}: {element}"


def test_a_walk_from_the_front_page_to_a_chapter_and_back(page: Page, copy: Path) -> None:
    show(page, copy, "index.html")
    for name, title in (("The essay in one page", "essay"), ("2 · The chain and its first link", "essay/chain")):
        page.locator(".md-nav--primary").get_by_role("link", name=name).click()
        expect(page).to_have_url((copy / title / "index.html").as_uri())
        expect(page.locator("article h1")).to_be_visible()
    page.locator(".md-header a.md-logo").click()
    expect(page).to_have_url((copy / "index.html").as_uri())
    page.go_back()
    expect(page).to_have_url((copy / "essay/chain/index.html").as_uri())


@pytest.mark.parametrize("address", ["index.html", "essay/chain/index.html"])
def test_the_search_finds_what_it_finds_on_the_site(page: Page, copy: Path, address: str) -> None:
    show(page, copy, address)
    search(page, "comma")
    for typed in ("firsttoken.Causal", "start symbol", "BOS"):
        expected = re.sub("(?<=/)(?=#|$)", "index.html", QUERIES[typed])
        assert first_hit(page, typed).partition(f"/{copy.name}/")[2].startswith(expected)
    page.locator(HIT).and_(page.locator("[href*='#']")).first.click()
    page.wait_for_url(re.compile("/questions/index.html"))
    assert page.evaluate("document.getElementById(location.hash.slice(1)).checkVisibility()")


@pytest.mark.parametrize(("chapter", "name"), MOVING)
def test_a_figure_moves(page: Page, copy: Path, chapter: str, name: str) -> None:
    show(page, copy, f"{chapter}index.html")
    element = opened(page, name)
    before = element.evaluate(DRAWN)
    sliders = element.locator("input[type=range]")
    if sliders.count():
        sliders.first.press("End")
    else:
        element.locator("button").first.click()
    changed = f"([name, before]) => ({DRAWN})(document.querySelector(name)) !== before"
    page.wait_for_function(changed, arg=[name, before])


def test_a_scheme_that_is_chosen_stays(page: Page, copy: Path) -> None:
    show(page, copy, "index.html")
    page.get_by_title("Switch to the dark scheme").click()
    for address in ("index.html", "essay/chain/index.html"):
        show(page, copy, address)
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


def test_a_program_is_copied_whole(page: Page, copy: Path) -> None:
    show(page, copy, "essay/three-senses/index.html")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    heart = page.locator("[data-program='missing_factor'] .ls-heart")
    heart.scroll_into_view_if_needed()
    heart.get_by_role("button").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    [run] = re.findall(r"^# How to get what this program imports: (.*)$", copied, re.M)
    assert run == (copy / "run/index.html").as_uri()
    assert "\nassert " in copied


def test_a_card_shows_what_stands_on_another_page(page: Page, copy: Path) -> None:
    show(page, copy, "questions/index.html")
    references = page.locator("article a.ls-ref[href*='essay/']:not([href*='#fig-'])")
    references.locator("visible=true").first.hover()
    card = page.locator("#ls-card:popover-open")
    expect(card.locator(".ls-statement")).to_be_visible()
    assert all(
        unquote(link).startswith(copy.as_uri().partition("%")[0])
        for link in card.evaluate(
            "each => [...each.querySelectorAll('a')].map(link => link.href).filter(link => !link.startsWith('http'))"
        )
    )


def test_the_ledger_is_filtered(page: Page, copy: Path) -> None:
    show(page, copy, "reference/ledger/index.html")
    entries = page.locator(".ls-entry")
    every = entries.count()
    page.get_by_label("Kind").select_option("claim")
    assert 0 < entries.locator("visible=true").count() < every


def test_the_policy_allows_files_and_the_scripts_of_the_page_alone(copy: Path, browser: Browser) -> None:
    """What is refused is said on the console, so this page is opened by itself."""
    page = browser.new_page()
    show(page, copy, "essay/chain/index.html")
    refused = page.evaluate(
        """async () => {
          const refused = []
          addEventListener("securitypolicyviolation", event => refused.push(event.effectiveDirective))
          const put = (name, values) => document.body.append(Object.assign(document.createElement(name), values))
          put("script", { textContent: "window.ran = true" })
          put("script", { src: "https://example.org/script.js" })
          put("img", { src: "https://example.org/picture.png" })
          put("iframe", { src: "index.html" })
          await fetch("index.html").catch(() => {})
          await new Promise(resolve => setTimeout(resolve, 100))
          return [...refused, window.ran]
        }"""
    )
    assert sorted(map(str, refused)) == ["None", "connect-src", "frame-src", "img-src", *["script-src-elem"] * 2]
    policy = page.get_attribute("meta[http-equiv='Content-Security-Policy']", "content")
    assert policy is not None
    assert "'self'" not in policy  # of a file, that is nothing to Firefox
    page.close()


def test_the_zip_holds_the_copy_and_the_same_copy_is_the_same_bytes(copy: Path, site: Path, tmp_path: Path) -> None:
    first = pack(copy)
    again = tmp_path / copy.name
    make(site, again)
    for file in again.rglob("*"):
        os.utime(file, (1e9, 1e9))
    assert pack(again).read_bytes() == first.read_bytes()
    with ZipFile(first) as archive:
        names = archive.namelist()
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        archive.extractall(tmp_path / "unpacked")
    unpacked = tmp_path / "unpacked" / copy.name
    for file in (each for each in copy.rglob("*") if each.is_file()):
        assert (unpacked / file.relative_to(copy)).read_bytes() == file.read_bytes()
    assert not [name for name in names if name.endswith((".map", "404.html", ".json", "sitemap.xml"))]


@pytest.mark.parametrize(
    ("npx", "index", "words"),
    [
        (None, True, "there is no npx: install Node.js"),
        ("exit 0", False, "There is no site with a search in build/site: make build"),
        ("echo no network >&2; exit 1", True, f"esbuild {VERSION} stopped: no network"),
    ],
)
def test_why_there_can_be_no_copy(tmp_path: Path, npx: str | None, index: bool, words: str) -> None:
    for name in (
        "search/search_index.json",
        "assets/javascripts/bundle.1.js",
        "assets/javascripts/workers/search.1.js",
    ):
        if index or "index" not in name:
            (tmp_path / "build/site" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "build/site" / name).write_text('{"docs": []}')
    (tmp_path / "build/site/assets/frame.js").write_text("")
    if npx:
        (tmp_path / "npx").write_text(f"#!/bin/sh\n{npx}\n")
        (tmp_path / "npx").chmod(0o755)
    command = [sys.executable, "-m", "machine.offline"]
    environment = {
        **os.environ,
        "PATH": f"{tmp_path}{os.pathsep}/bin" if npx else str(tmp_path),
        "PYTHONPATH": str(ROOT),
    }
    ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (2, "")
    assert words in ran.stdout
    assert not (tmp_path / "build/first-token-site").exists()
