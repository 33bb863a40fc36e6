"""The frame of a page, without the theme's own script until somebody searches."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from test_search import HIT, field, search

DOCS = Path(__file__).parents[2] / "docs"
ESSAY = [f"essay/{path.stem}/" for path in sorted(DOCS.glob("essay/*.md"))]
every_chapter = pytest.mark.parametrize("address", ESSAY)
Reader = Callable[..., Page]

FRAME = DOCS.parent / "src/lockstep/theme/assets/frame.js"
BUTTON = 'document.querySelector(".md-search__button")'  # as in the theme of Zensical, which has no field in its page

NARROW = 390
THEIRS = (
    "performance.getEntriesByType('resource').filter(each => /bundle[.]|search(_index)?[.]json/.test(each.name)).length"
)
# Of all code: how many blocks there are, how many of them have a button once a reader has met them, and where a
# character is under the button.
COVERED = """async () => {
  const frame = () => new Promise(done => { requestAnimationFrame(done); setTimeout(done, 1000) })
  const covered = []
  document.querySelectorAll("article details").forEach(fold => { fold.open = true })
  const blocks = [...document.querySelectorAll("article .highlight:has(> pre > code)")]
  for (const block of blocks) {
    block.scrollIntoView()
    const has = () => block.querySelector(":scope > .ls-copy")
    for (let frames = 0; frames < 300 && !has(); frames++) await frame()
  }
  for (const button of document.querySelectorAll(".highlight > .ls-copy")) {
    const { left, right, top, bottom } = button.getBoundingClientRect()
    const code = button.parentElement.querySelector("code"), end = code.getBoundingClientRect().right
    const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT)
    const range = document.createRange()
    while (walker.nextNode()) {
      range.selectNode(walker.currentNode)
      for (const each of range.getClientRects())
        if (Math.min(each.right, end) > left && each.left < right && each.bottom > top + 2 && each.top < bottom - 2)
          covered.push(walker.currentNode.data.slice(0, 40))
    }
  }
  return [blocks.length, document.querySelectorAll(".highlight > .ls-copy").length, covered]
}"""


@pytest.mark.parametrize("how", ["key", "field", "button"])
def test_the_script_of_the_theme_comes_with_the_search(reader: Reader, how: str) -> None:
    page = reader("essay/chain/", width=NARROW if how == "button" else 1280)
    assert page.evaluate(THEIRS) == 0
    if how == "key":
        page.keyboard.press("/")
    elif how == "field":
        page.locator(".md-search__input, .md-search__button").filter(visible=True).click()
    else:
        page.locator(".md-header__button[for=__search]").click()
    expect(field(page)).to_be_focused()
    page.keyboard.type("comma")
    expect(page.locator(HIT).first).to_be_visible()
    assert page.evaluate(THEIRS) == 2


def test_the_contents_follow_the_reader(reader: Reader) -> None:
    page = reader("essay/cost/")
    headings = page.locator("article h2")
    current = page.locator(".md-nav--secondary .md-nav__link--active")
    for number in (2, 1):
        headings.nth(number).evaluate("each => scrollTo(0, each.getBoundingClientRect().top + scrollY)")
        expect(current).to_have_text(re.compile(re.escape(headings.nth(number).inner_text().rstrip("¶").strip())))
    expect(page.locator(".md-top")).to_be_visible()  # the reader went up
    page.locator(".md-top").click()
    page.wait_for_function("() => scrollY === 0")


def test_the_drawer_closes_once_it_has_led_somewhere(reader: Reader) -> None:
    page = reader("essay/cost/", width=NARROW)
    drawer, link = page.locator("#__drawer"), page.locator(".md-nav__link[href='../chain/']")
    for close in (lambda: page.keyboard.press("Escape"), link.click):
        page.locator(".md-header__button[for=__drawer]").click()
        expect(link).to_be_in_viewport()
        close()
        expect(drawer).not_to_be_checked()
    page.wait_for_url(re.compile("essay/chain"))


def test_boxes_of_tables_stay_as_they_are_when_the_script_comes(reader: Reader) -> None:
    page = reader("reference/verdict/")
    sizes = "all => all.map(each => [each.offsetWidth, each.offsetHeight])"
    before = page.locator("article table").evaluate_all(sizes)
    assert before
    search(page, "comma")
    assert page.locator("article table").evaluate_all(sizes) == before


@every_chapter
def test_a_link_into_what_is_laid_out_later_arrives_on_a_telephone(reader: Reader, address: str) -> None:
    page = reader(address, width=NARROW)
    waiting = page.locator(".ls-part").evaluate_all("all => all.map(each => getComputedStyle(each).contentVisibility)")
    assert set(waiting) == {"auto"}
    statements = page.locator(".ls-statement").evaluate_all("all => all.map(each => each.id)")
    for ident in (statements[-1], statements[0], statements[len(statements) // 2]):
        page.evaluate("ident => { location.hash = ident }", ident)
        page.wait_for_function(
            "ident => Math.abs(document.getElementById(ident).getBoundingClientRect().top - 88) < 30", arg=ident
        )


@pytest.mark.parametrize("address", ["run/", "essay/cost/", "questions/"])
@pytest.mark.parametrize("width", [320, NARROW, 1280])
def test_no_button_covers_code(reader: Reader, address: str, width: int) -> None:
    page = reader(address, width=width)
    page.add_style_tag(content=".ls-part { content-visibility: visible !important }")
    blocks, buttons, covered = page.evaluate(COVERED)
    assert blocks == buttons > 0
    assert covered == []


@pytest.mark.whole_site
@pytest.mark.parametrize("asked", ["click", "key"])
def test_a_search_that_its_own_script_brings_opens_at_once(browser: Browser, asked: str) -> None:
    script = f'{BUTTON}.addEventListener("click", () => document.title += " opened")'
    page = browser.new_page()
    page.set_content(
        '<input type="checkbox" data-md-toggle="search"><button class="md-search__button">Search</button>'
        f"<script type='text/plain' data-waits='data:text/javascript,{script}'></script>"
    )
    page.add_script_tag(content=FRAME.read_text("utf-8"), type="module")
    if asked == "click":
        page.get_by_role("button").click()
    else:
        page.keyboard.press("/")
    expect(page).to_have_title("opened")
    page.get_by_role("button").click()
    expect(page).to_have_title("opened opened")
    page.close()
