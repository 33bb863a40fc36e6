"""Who divides the first mass? What the figure shows is what torch computes, over the whole range of its controls."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from moving import click_along, drifts, leaves, opened, tap_along, telephone
from playwright.sync_api import Browser, Locator, Page, expect
from torch.distributions import Categorical

from firsttoken import Causal, Tabular, cross_entropy, kitten, kl, tv

Reader = Callable[..., Page]

ADDRESS, NAME, IDENT = "essay/chain/", "first-mass", "fig-chain"
WORLD = kitten()
WORDS = list(WORLD.vocabulary)
TRUE = WORLD.first().probs
EVEN = torch.full_like(TRUE, 1 / len(WORDS))
#: The range of the sliders, as shares of the track.
ALONG = (0.02, 0.31, 0.5, 0.84, 0.98)


def compared(element: Locator) -> list[float]:
    """Compare all that the element computes with the library, and what it shows with that; return its first law."""
    state: dict[str, Any] = element.evaluate(
        "each => ({ law: each.law, without: each.without, sentence: each.sentence, shown: each.shown })"
    )
    law = torch.tensor(state["law"], dtype=torch.float64)
    assert abs(law.sum().item() - 1) < 1e-9
    expected = expected_without(state["sentence"]) if state["without"] else expected_behind(law, state["sentence"])
    shown = state["shown"]
    products = shown.pop("products")
    sentences = element.evaluate("each => Object.keys(each.run.rest)")
    assert len(products) == len(sentences) == 24
    weights = torch.ones_like(law) if state["without"] else law
    for sentence, product in zip(sentences, products, strict=True):
        assert product == pytest.approx(path_of(sentence, weights), abs=1e-6)
    assert shown == pytest.approx(expected, abs=1e-6, nan_ok=True)
    for name, value in shown.items():
        reads = element.locator(f"table [data-value='own.{name}']").text_content()
        if math.isnan(value) or math.isinf(value):
            assert reads == ("–" if math.isnan(value) else "∞")
        elif name == "impossible":
            assert abs(float((reads or "").rstrip("%")) - 100 * value) <= 0.5 + 1e-6
        else:
            digits = 0 if name == "mass" else 3
            assert abs(float(reads or "") - value) <= 0.5 * 10**-digits + 1e-6
    sliders = element.locator("input[type=range]")
    assert sliders.evaluate_all("all => all.map(each => each.valueAsNumber)") == pytest.approx(state["law"], abs=5e-4)
    return list(state["law"])


def path_of(sentence: str, first: torch.Tensor) -> float:
    """Return the product of a sentence, factor by factor, behind these weights of the first word."""
    start, rest = sentence.split(" ", 1)
    later = WORLD.causal().given(start, horizon=3)
    return (first[WORDS.index(start)] * later.log_prob(later.encode(rest)).exp()).item()


def expected_behind(law: torch.Tensor, sentence: str) -> dict[str, float]:
    """Return what the library says of a first law in front of KITTEN's conditionals."""
    guess = Categorical(law / law.sum())
    return {
        "mass": law.sum().item(),
        "sentence": path_of(sentence, law),
        "excess": kl(Categorical(TRUE), guess).item(),
        "variation": tv(Categorical(TRUE), guess).item(),
        "impossible": law[TRUE == 0].sum().item(),
        "loss": cross_entropy(WORLD, WORLD.causal().with_first(guess), scored=[2, 3, 4]).item(),
    }


def expected_without(sentence: str) -> dict[str, float]:
    """Return what there is without a first law: the sum of the products of any total model, and what needs none."""
    model = Causal(Tabular(WORLD.vocabulary, 4, generator=torch.Generator().manual_seed(0)))
    products = model.given(WORLD.vocabulary.symbols, horizon=3).log_probs().exp()
    return {
        "mass": products.sum().item(),
        "sentence": path_of(sentence, torch.ones_like(TRUE)),
        "excess": math.nan,
        "variation": math.nan,
        "impossible": (TRUE == 0).double().mean().item(),
        "loss": cross_entropy(WORLD, WORLD.causal(), scored=[2, 3, 4]).item(),
    }


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
    element.get_by_role("button", name="Start again").click()
    page.wait_for_url("**/?a=b#given-nothing")
    for wrong in ("1,2", "x,0,0,0,0,0,0,0", "-1,1,1,0,0,0,0,0", "0,0,0,0,0,0,0,0", "1e999,0,0,0,0,0,0,0"):
        page.goto(f"{ADDRESS}?{IDENT}={wrong}")
        assert compared(opened(page, NAME)) == TRUE.tolist()


def test_a_band_that_is_clicked_is_followed(reader: Reader) -> None:
    element = opened(reader(ADDRESS), NAME)
    element.locator("rect[data-path='He fears']").click()
    assert element.evaluate("each => each.sentence").startswith("He fears ")
    compared(element)


def test_the_drawing_has_the_heights_of_the_probabilities(reader: Reader) -> None:
    page = reader(ADDRESS)
    page.emulate_media(reduced_motion="reduce")
    element = opened(page, NAME)
    for press in ("own", "even", "anywhere"):
        element.locator(f"[data-press={press}]").click()
        law = torch.tensor(compared(element), dtype=torch.float64)
        heights = element.evaluate(
            """each => Object.fromEntries([...each.querySelectorAll("rect[data-path]:not([visibility=hidden])")]
              .map(node => [node.dataset.path, node.height.baseVal.value]))"""
        )
        whole = sum(high for path, high in heights.items() if " " not in path)
        told = {path: path_of(path, law) for path in heights if path.count(" ") == 3}
        assert len(told) == 24
        assert {path: heights[path] / whole for path in told} == pytest.approx(told, abs=1e-5)


def test_a_card_shows_the_drawing_alone(reader: Reader) -> None:
    page = reader(ADDRESS)
    opened(page, NAME)
    page.locator(f"article a.ls-ref[href$='#{IDENT}']").first.hover()
    card = page.locator("#ls-card:popover-open")
    expect(card.locator(".ls-drawing svg")).to_be_visible()
    expect(card.locator(f"{NAME}, button, .ls-live")).to_have_count(0)


#: In the element's module, what is right and what drifts from it.
DRIFTS = {
    "the logarithm": ("Math.log(own.law[i] / share)", "Math.log2(own.law[i] / share)"),
    "the half of total variation": ("Math.abs(share - own.law[i]), 0) / 2", "Math.abs(share - own.law[i]), 0)"),
    "the rest of the mass": ("each * left / others", "each * left"),
    "what is shown": ("shown[name].toFixed(3)", "shown[name].toFixed(1)"),
}


@pytest.mark.parametrize(("old", "new"), DRIFTS.values(), ids=DRIFTS)
def test_a_formula_that_drifts_is_found(reader: Reader, site: Path, old: str, new: str) -> None:
    page = reader("404.html")
    drifts(page, site, NAME, old, new)
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
