"""How a reader carries a statement on: its citation, on a card that needs no script, and a button that copies it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

CHAPTER, IDENT = "essay/three-senses/", "missing-factor"
HEIGHT = "each => each.getBoundingClientRect().height"
FOOT = f"#{IDENT} > .ls-evidence"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark"), (320, "light")])
def test_a_citation_is_shown_whole_and_closed_by_the_keyboard(
    reader: Callable[..., Page], width: int, scheme: str
) -> None:
    page = reader(CHAPTER, scheme=scheme, width=width)
    asked = page.locator(FOOT).get_by_role("button", name="cite")
    card = page.locator(f"{FOOT} > pre")
    expect(card).to_be_hidden()
    statement = page.locator(f"#{IDENT}")
    asked.scroll_into_view_if_needed()
    before = statement.evaluate(HEIGHT)
    asked.press("Enter")
    expect(card).to_be_in_viewport(ratio=1)
    assert card.evaluate("each => each.scrollWidth - each.clientWidth") <= 0
    assert statement.evaluate(HEIGHT) == before
    assert card.evaluate("each => getComputedStyle(each).backgroundColor") == page.evaluate(
        "getComputedStyle(document.body).backgroundColor"
    )
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(asked).to_be_focused()


def test_a_button_copies_the_citation(reader: Callable[..., Page]) -> None:
    page = reader(CHAPTER)
    page.evaluate("navigator.clipboard.writeText = async text => { window.copied = text }")
    page.locator(FOOT).get_by_role("button", name="cite").click()
    page.locator(f"{FOOT} > pre").get_by_role("button", name="Copy").click()
    copied = page.evaluate("window.copied")
    assert copied == page.locator(f"{FOOT} > pre").text_content()
    assert copied.endswith("\n}")
    assert f":{IDENT}," in copied


def test_a_citation_needs_no_script(browser: Browser, site_url: str) -> None:
    context = browser.new_context(base_url=site_url, java_script_enabled=False)
    page = context.new_page()
    page.goto(CHAPTER)
    page.locator(FOOT).get_by_role("button", name="cite").click()
    expect(page.locator(f"{FOOT} > pre")).to_be_in_viewport(ratio=1)
    context.close()


def test_each_statement_can_be_cited_and_has_its_own_address(reader: Callable[..., Page]) -> None:
    page = reader(CHAPTER)
    feet = page.locator(".ls-statement").evaluate_all(
        """all => all.map(each => [each.id,
          [...each.querySelectorAll("footer > a")].find(link => link.textContent === "link")?.hash,
          each.querySelector("footer > button")?.getAttribute("popovertarget")])"""
    )
    assert len(feet) > 10
    assert feet == [[ident, f"#{ident}", f"cite-{ident}"] for ident, *_ in feet]
