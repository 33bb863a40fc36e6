"""Who divides the first mass? What the figure shows is what torch computes, over the whole range of its controls."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from first_laws import (
    ADDRESS,
    ALONG,
    EVEN,
    IDENT,
    NAME,
    TRUE,
    WORDS,
    compared,
)
from moving import click_along, drifts, leaves, opened, tap_along, telephone
from playwright.sync_api import Browser, Page, expect

Reader = Callable[..., Page]


def test_the_mouse(reader: Reader) -> None:
    page = reader(ADDRESS)
    element = opened(page, NAME)
    assert compared(element) == pytest.approx(TRUE.tolist(), abs=1e-12)
    for number, slider in enumerate(element.locator("input[type=range]").all()):
        before = compared(element)
        for share in ALONG:
            click_along(slider, share)
            law = compared(element)
            assert law[number] == pytest.approx(share, abs=0.1)
            assert law[number] == slider.evaluate("each => each.valueAsNumber")
        left = [each for i, each in enumerate(law) if i != number]
        whole = [each for i, each in enumerate(before) if i != number]
        if sum(whole) > 1e-6:  # the others keep their proportions
            scale = sum(left) / sum(whole)
            assert left == pytest.approx([each * scale for each in whole], abs=1e-9)
    for name, law in (("even", EVEN), ("own", TRUE), ("one", torch.eye(len(WORDS), dtype=torch.float64)[0])):
        element.locator(f"[data-press={name}]").click()
        assert compared(element) == pytest.approx(law.tolist(), abs=1e-12)
    element.get_by_label("No first factor").check()
    compared(element)
    assert element.locator("table [data-value='own.mass']").text_content() == "8"
    for sentence in element.locator("option").all_text_contents():
        element.get_by_label("Follow a sentence").select_option(sentence)
        compared(element)
        assert element.evaluate("each => each.sentence") == sentence
    element.get_by_role("button", name="Start again").click()
    assert compared(element) == pytest.approx(TRUE.tolist(), abs=1e-12)


def test_the_keyboard(reader: Reader) -> None:
    element = opened(reader(ADDRESS), NAME)
    for slider in element.locator("input[type=range]").all():
        for key in ("Home", "PageUp", "PageUp", "ArrowRight", "ArrowUp", "ArrowLeft", "End", "PageDown", "ArrowDown"):
            slider.press(key)
            compared(element)
    element.get_by_label("No first factor").press("Space")
    compared(element)
    element.get_by_label("Follow a sentence").press("ArrowDown")
    compared(element)


def test_a_finger(browser: Browser, site_url: str) -> None:
    with telephone(browser, site_url, ADDRESS) as page:
        element = opened(page, NAME)
        for number, slider in enumerate(element.locator("input[type=range]").all()):
            for share in ALONG:
                tap_along(slider, share)
                assert compared(element)[number] == pytest.approx(share, abs=0.12)
        element.get_by_role("button", name="Even").tap()
        assert compared(element) == EVEN.tolist()
        element.get_by_label("No first factor").tap()
        compared(element)


def test_a_guess_is_answered_by_the_even_share(reader: Reader) -> None:
    element = opened(reader(ADDRESS), NAME)
    answer = element.locator("[data-say='guess answer']")
    expect(answer).not_to_be_visible()
    element.get_by_role("button", name="It grows").click()
    expect(answer).to_be_visible()
    expect(element.get_by_role("button", name="It grows")).not_to_be_visible()
    assert compared(element) == EVEN.tolist()
    assert "0.937" in answer.inner_text()


def test_a_state_stands_in_the_address_and_comes_back(reader: Reader) -> None:
    page = reader(f"{ADDRESS}?a=b#given-nothing")
    element = opened(page, NAME)
    element.locator("input[type=range]").nth(2).press("End")
    element.get_by_label("No first factor").check()
    page.wait_for_url(f"**/?a=b&{IDENT}=*%3Bwithout#given-nothing")
    page.reload()
    law = compared(opened(page, NAME))
    assert law == [0.0, 0.0, 1.0, *[0.0] * 5]
    assert element.get_by_label("No first factor").is_checked()
    followed = element.get_by_label("Follow a sentence")
    followed.select_option(index=20)
    page.wait_for_url(f"**/?a=b&{IDENT}=*%3Bwithout%3B*-*#given-nothing")
    sentence, before = followed.input_value(), element.evaluate("each => each.shown.sentence")
    page.reload()
    assert compared(opened(page, NAME)) == law
    assert (followed.input_value(), element.evaluate("each => each.shown.sentence")) == (sentence, before)
    element.get_by_role("button", name="Start again").click()
    page.wait_for_url("**/?a=b#given-nothing")
    for wrong in ("1,2", "x,0,0,0,0,0,0,0", "-1,1,1,0,0,0,0,0", "0,0,0,0,0,0,0,0", "1e999,0,0,0,0,0,0,0"):
        page.goto(f"{ADDRESS}?{IDENT}={wrong}")
        assert compared(opened(page, NAME)) == TRUE.tolist()


def test_a_card_shows_the_drawing_alone(reader: Reader) -> None:
    page = reader(ADDRESS)
    opened(page, NAME)
    page.locator(f"article a.ls-ref[href$='#{IDENT}']").first.hover()
    card = page.locator("#ls-card:popover-open")
    expect(card.locator(".ls-drawing svg")).to_be_visible()
    expect(card.locator(f"{NAME}, button, .ls-live")).to_have_count(0)


#: In a module, what is right and what drifts from it.
DRIFTS = {
    "the logarithm": ("first-flow", "Math.log(own[i] / share)", "Math.log2(own[i] / share)"),
    "the half of total variation": ("first-flow", "Math.abs(share - own[i])) / 2", "Math.abs(share - own[i]))"),
    "the rest of the mass": (NAME, "each * left / others", "each * left"),
    "what is shown": (NAME, "shown[name].toFixed(3)", "shown[name].toFixed(1)"),
}


@pytest.mark.parametrize(("module", "old", "new"), DRIFTS.values(), ids=DRIFTS)
def test_a_formula_that_drifts_is_found(reader: Reader, site: Path, module: str, old: str, new: str) -> None:
    page = reader("404.html")
    drifts(page, site, module, old, new)
    page.goto(ADDRESS)
    element = opened(page, NAME)
    element.locator("[data-press=even]").click()
    element.locator("input[type=range]").first.press("ArrowRight")
    with pytest.raises(AssertionError):
        compared(element)


def test_a_program_that_drifts_is_found(reader: Reader) -> None:
    page = reader("404.html")
    leaves(page, "if (run.rest) run.rest['She loves smol kittens'] = 0.41")
    page.goto(ADDRESS)
    with pytest.raises(AssertionError):
        compared(opened(page, NAME))
