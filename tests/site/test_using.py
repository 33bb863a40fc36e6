"""What a reader does with the site: follow evidence, search, print, choose a scheme, use the keyboard."""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from test_search import search

DOCS = Path(__file__).parents[2] / "docs"
ESSAY = [f"essay/{path.stem}/" for path in sorted(DOCS.glob("essay/*.md"))]
every_chapter = pytest.mark.parametrize("address", ESSAY)
Reader = Callable[..., Page]
Leafing = Callable[[str], Page]
PAPER = 627  # pixels of a sheet of A4 between the margins of print.css
UNBREAKABLE = "all => all.filter(each => getComputedStyle(each).breakInside !== 'auto').map(each => each.textContent)"

# The characters of each line of twenty paragraphs of plain text, the last of a paragraph apart.
LINE_LENGTHS = """() => [...document.querySelectorAll(".ls-part > p:not(:has(math, code, .md-button))")].slice(0, 20)
.flatMap(paragraph => {
  const lines = new Map(), range = document.createRange()
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) for (let at = 0; at < walker.currentNode.length; at++) {
    range.setStart(walker.currentNode, at)
    range.setEnd(walker.currentNode, at + 1)
    const line = Math.round(range.getBoundingClientRect().bottom)
    lines.set(line, (lines.get(line) ?? 0) + 1)
  }
  return [...lines.values()].slice(0, -1)
})"""

EVIDENCE = """() => [...document.querySelectorAll(".ls-statement:has(.ls-evidence a)")]
  .map(each => [each.id, each.querySelector(".ls-evidence a").getAttribute("href")])"""

# Of each of these statements of a page: whether its evidence comes into view, is unfolded, and names the statement.
FOLLOW = """async idents => {
  const frame = () => new Promise(done => { requestAnimationFrame(done); setTimeout(done, 1000) })
  const results = []
  for (const ident of idents) {
    document.querySelector(`#${ident} .ls-evidence a`).click()
    const target = document.getElementById(location.hash.slice(1))
    const inView = () => {
      const { top, bottom } = target.getBoundingClientRect()
      return top < innerHeight && bottom > 0
    }
    for (let frames = 0; frames < 60 && !inView(); frames++) await frame()
    const named = (target.closest("details") ?? target).textContent.includes(ident.replaceAll("-", "_"))
    results.push([ident, inView(), target.checkVisibility(), named])
  }
  return results
}"""

FOCUS_HEADING_BEFORE = """each => [...document.querySelectorAll("article .headerlink")]
  .findLast(link => link.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING).focus()"""


@every_chapter
def test_evidence_leads_to_the_program_and_opens_it(leaf_through: Leafing, address: str) -> None:
    page = leaf_through(address)
    page.set_viewport_size({"width": 1280, "height": 900})
    evidence = dict(page.evaluate(EVIDENCE))
    here = [ident for ident, href in evidence.items() if href.startswith("#")]
    assert here
    assert page.evaluate(FOLLOW, here) == [[ident, True, True, True] for ident in here]
    for ident in evidence.keys() - set(here):
        page = leaf_through(address)
        page.locator(f"#{ident} .ls-evidence a").first.click()
        target = page.locator(f"[id='{page.evaluate('location.hash.slice(1)')}']")
        expect(target).to_be_in_viewport()
        expect(target).to_be_visible()
        assert ident.replace("-", "_") in target.inner_text()


def test_a_closed_fold_opens_for_a_link_into_it(reader: Reader) -> None:
    for address in ESSAY:
        page = reader(address)
        folded = page.locator("details:not([open]) [id]:not(a)")
        if folded.count():
            ident = folded.first.get_attribute("id")
            page.evaluate("ident => { location.hash = ident }", ident)
            expect(page.locator(f"[id='{ident}']")).to_be_visible()
            return
    pytest.fail("no chapter folds anything that has an address")


def test_search_finds_the_comma_and_leads_to_it(reader: Reader) -> None:
    page = reader("404.html")
    search(page, "comma")
    result = page.locator(":is(.md-search-result__link, [role=option])[href*='/essay/']").first
    expect(result).to_be_visible()
    result.click()
    page.wait_for_url(re.compile(r"/essay/"))
    expect(page.locator("article")).to_contain_text("comma")


@every_chapter
def test_the_keyboard_reaches_a_formula_that_scrolls(leaf_through: Leafing, address: str) -> None:
    page = leaf_through(address)
    page.set_viewport_size({"width": 200, "height": 900})  # narrow enough for the longest formula of any chapter
    formulas = page.locator("article div.ls-math")
    widths = formulas.evaluate_all("all => all.map(each => each.scrollWidth - each.clientWidth)")
    if max(widths, default=0) <= 1:
        pytest.skip("this chapter displays no formula, or only short ones")
    wide = formulas.nth(widths.index(max(widths)))
    wide.evaluate(FOCUS_HEADING_BEFORE)
    for _ in range(100):
        page.keyboard.press("Tab")
        if wide.evaluate("each => each === document.activeElement"):
            break
    expect(wide).to_be_focused()
    assert wide.evaluate("each => getComputedStyle(each).outlineStyle") == "solid"
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.activeElement.scrollLeft > 0")


@every_chapter
def test_print_unfolds_proofs_and_drops_the_frame(reader: Reader, address: str) -> None:
    page = reader(address, scheme="dark")
    folded = page.locator("details.ls-proof > :not(summary)")
    hidden = "all => all.filter(each => !each.checkVisibility() || !each.clientHeight).length"
    assert folded.evaluate_all(hidden) == folded.count() > 0
    page.emulate_media(media="print")
    assert folded.evaluate_all(hidden) == 0
    again = page.locator(".ls-again, .ls-drew")
    assert again.evaluate_all(hidden) == again.count() > 0
    for frame in (".md-header", ".md-sidebar", ".md-footer", ".headerlink"):
        expect(page.locator(frame).first).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(34, 32, 28)"
    page.set_viewport_size({"width": PAPER, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") == PAPER  # or all of it would be printed smaller
    assert page.locator("details.ls-proof").evaluate_all(UNBREAKABLE) == []


def test_the_scheme_that_a_reader_chooses_stays(reader: Reader) -> None:
    page = reader("")
    paper = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(paper)
    page.get_by_title("Switch to the dark scheme").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    after = page.evaluate(paper)
    assert after != before
    page.reload()
    assert page.evaluate(paper) == after
    page.evaluate("localStorage.clear()")


def test_dark_mode_is_dark_from_the_first_paint(reader: Reader, site: Path) -> None:
    page = reader("", scheme="dark")
    page.evaluate("localStorage.clear()")  # where Material keeps the scheme of an earlier visit
    page.route("**/bundle.*.js", lambda route: route.abort())
    page.reload()
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    assert list(site.glob("assets/javascripts/bundle.*.js")), "the script that this test stops has another name"


@every_chapter
def test_lines_are_60_to_75_characters_long(leaf_through: Leafing, address: str) -> None:
    """Whichever faces the machine has: of a narrow one and of a wide one each machine has its own."""
    page = leaf_through(address)
    for width, face in [(1280, ""), (1600, ""), (2200, ""), (1280, "serif"), (1280, "sans-serif")]:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(f"document.documentElement.style.setProperty('--essay-serif', '{face}')")
        lengths = page.evaluate(LINE_LENGTHS)
        assert lengths
        assert 60 <= statistics.median(lengths) <= 75, f"at {width} px, {face}"
    page.evaluate("document.documentElement.style.removeProperty('--essay-serif')")


@pytest.mark.parametrize("address", ["", "essay/empty-context/", "lab/real/", "404.html"])
def test_a_script_that_is_not_the_site_s_does_not_run(reader: Reader, address: str) -> None:
    page = reader(address)
    refused = page.evaluate("""() => new Promise(done => {
      addEventListener("securitypolicyviolation", event => done(event.effectiveDirective))
      const script = document.createElement("script")
      script.textContent = "window.ran = true"
      document.body.append(script)
      setTimeout(() => done("nothing refused it"), 60_000)
    })""")
    assert (refused, page.evaluate("window.ran")) == ("script-src-elem", None)
