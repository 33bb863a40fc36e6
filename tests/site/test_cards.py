"""What a reference refers to, on a card: for the pointer, the keyboard and a finger."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

Reader = Callable[..., Page]

ELSEWHERE, HERE = "questions/", "essay/cost/"
CARD = "#ls-card:popover-open"


def _first(page: Page, start: str) -> str:
    """Return a selector of the first reference that is not folded away and whose address begins so."""
    page.evaluate(
        """start => [...document.querySelectorAll("article a.ls-ref")].find(each => each.checkVisibility()
          && each.getAttribute("href").startsWith(start) && !each.href.includes("#fig-")).id = "tried" """,
        start,
    )
    return "#tried"


def test_a_card_shows_the_statement_while_the_pointer_is_on_it(reader: Reader) -> None:
    page = reader(ELSEWHERE)
    page.locator(_first(page, "../essay/")).hover()
    card = page.locator(CARD)
    expect(card.locator(".ls-statement")).to_be_visible()
    expect(card.locator("details, .ls-evidence")).to_have_count(0)
    card.hover()
    expect(card).to_be_visible()
    page.mouse.move(1, 1)
    expect(card).to_have_count(0)
    shifts = page.evaluate("window.shifts")
    assert sum(value for value, _ in shifts) < 0.02, shifts


def test_a_word_of_the_glossary_that_has_a_figure_shows_it(reader: Reader) -> None:
    page = reader(HERE)
    terms = page.locator("article p a.ls-term", has_text="KITTEN")
    terms.nth(1).hover()
    expect(page.locator(CARD).locator("figure svg")).to_be_visible()
    assert page.locator("article a.ls-term:not([tabindex])").count() == 1
    expect(page.locator("article abbr", has_text="KITTEN").locator("visible=true")).to_have_count(0)


def test_the_keyboard_opens_a_card_and_closes_it(reader: Reader) -> None:
    page = reader(HERE)
    link = page.locator(_first(page, ""))
    page.keyboard.press("Tab")  # so that the focus is the keyboard's
    link.focus()
    expect(page.locator(CARD)).to_be_visible()
    expect(link).to_have_attribute("aria-describedby", "ls-card")
    page.keyboard.press("Escape")
    expect(page.locator(CARD)).to_have_count(0)
    expect(link).to_be_focused()


def test_a_tap_opens_a_card_inside_the_screen_and_a_second_one_follows(browser: Browser, site_url: str) -> None:
    context = browser.new_context(
        base_url=site_url, viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(ELSEWHERE)
    link = page.locator(_first(page, "../essay/"))
    link.tap()
    card = page.locator(CARD)
    expect(card).to_be_visible()
    box = card.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    assert page.url.endswith(ELSEWHERE)
    link.tap()
    page.wait_for_url("**/essay/**")
    context.close()
