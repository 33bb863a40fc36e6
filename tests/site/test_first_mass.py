"""Who divides the first mass? What the figure shows is what torch computes, over the whole range of its controls."""

from __future__ import annotations

import math
import re
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


def _place(element: Locator, x: float, y: float) -> tuple[float, float]:
    """Return where on the screen a place of the drawing is, which is given in the drawing's units."""
    live = element.locator(".ls-live svg")
    live.scroll_into_view_if_needed()
    box = live.bounding_box()
    _, _, width, height = map(float, (live.get_attribute("viewBox") or "").split())
    assert box is not None
    return box["x"] + x / width * box["width"], box["y"] + y / height * box["height"]


def _nodes(element: Locator) -> dict[float, list[tuple[float, float]]]:
    """Return the tops and the heights of the nodes that are drawn, by column, from above."""
    columns: dict[float, list[tuple[float, float]]] = {}
    for path in element.locator(".ls-live path").evaluate_all("all => all.map(each => each.getAttribute('d'))"):
        for x, y, wide, high in re.findall(r"M([\d.]+) ([\d.]+)h([\d.]+)v([\d.]+)h-[\d.]+z", path):
            if float(wide) < 10:  # what is wider stands behind a word after which nothing follows
                columns.setdefault(float(x), []).append((float(y), float(high)))
    return {x: sorted(nodes) for x, nodes in sorted(columns.items())}


def test_a_band_that_is_clicked_is_followed(reader: Reader) -> None:
    page = reader(ADDRESS)
    element = opened(page, NAME)
    columns = _nodes(element)
    x = list(columns)[1]
    for index, start in enumerate(("She loves", "She fears", "He loves", "He fears")):
        top, high = columns[x][index]
        page.mouse.click(*_place(element, x - 9, top + high / 2))
        assert element.evaluate("each => each.sentence").startswith(f"{start} ")
        compared(element)


def test_the_drawing_has_the_heights_of_the_probabilities(reader: Reader) -> None:
    page = reader(ADDRESS)
    page.emulate_media(reduced_motion="reduce")
    element = opened(page, NAME)
    for press in ("own", "even", "anywhere"):
        element.locator(f"[data-press={press}]").click()
        law = torch.tensor(compared(element), dtype=torch.float64)
        columns = list(_nodes(element).values())
        whole = sum(high for _, high in columns[0])
        assert [high / whole for _, high in columns[0]] == pytest.approx(law[law > 0].tolist(), abs=1e-4)
        told = sorted(path_of(sentence, law) for sentence in element.evaluate("each => Object.keys(each.run.rest)"))
        assert len(told) == 24
        assert sorted(high / whole for _, high in columns[3]) == pytest.approx(told, abs=1e-4)


def _edge(element: Locator) -> tuple[float, float, float]:
    """Return a place at the edge between the first two bands, and the height of all bands, in pixels."""
    (x, nodes), *_ = _nodes(element).items()
    (top, high), (below, _), *_ = nodes
    across, down = _place(element, x + 1, (top + high + below) / 2)
    return across, down, sum(each for _, each in nodes) * (down - _place(element, x, 0)[1]) / ((top + high + below) / 2)


def test_an_edge_of_a_band_is_dragged(reader: Reader) -> None:
    page = reader(ADDRESS)
    element = opened(page, NAME)
    x, y, whole = _edge(element)
    page.mouse.move(x, y)
    page.mouse.down()
    assert compared(element) == TRUE.tolist()  # taken hold of, it does not jump
    for share in (0.1, -0.2, -0.45, 0.29):
        page.mouse.move(x, y + share * whole)
        law = compared(element)
        assert law[:2] == pytest.approx([0.5 + share, 0.3 - share], abs=5e-3)
        assert law[2:] == TRUE[2:].tolist()
    page.mouse.move(x, y + whole)
    assert compared(element)[:2] == pytest.approx([0.8, 0], abs=1e-12)
    page.mouse.up()
    page.mouse.move(x, y)
    assert compared(element)[0] == pytest.approx(0.8, abs=1e-12)
    assert element.evaluate("each => each.sentence").startswith("She loves ")  # a drag is no click
    page.wait_for_url(f"**/?{IDENT}=0.8%2C0%2C*")
    element.get_by_role("button", name="All on one").click()
    page.mouse.click(x, y)
    assert compared(element)[0] == 1


def test_a_finger_drags_an_edge(browser: Browser, site_url: str) -> None:
    with telephone(browser, site_url, ADDRESS) as page:
        element = opened(page, NAME)
        x, y, whole = _edge(element)
        scrolled = page.evaluate("scrollY")
        finger = page.context.new_cdp_session(page)
        for kind, share in (("Start", 0.0), ("Move", -0.1), ("Move", -0.3), ("Move", -0.2)):
            points = [{"x": x, "y": y + share * whole}]
            finger.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})
        finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        page.wait_for_url(f"**/?{IDENT}=*")
        assert compared(element)[:2] == pytest.approx([0.3, 0.5], abs=0.02)
        assert page.evaluate("scrollY") == scrolled


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


def test_an_edge_that_makes_mass_is_found(reader: Reader, site: Path) -> None:
    page = reader("404.html")
    drifts(page, site, "first-flow", "each - given : each", "each : each")
    page.goto(ADDRESS)
    element = opened(page, NAME)
    x, y, whole = _edge(element)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 0.1 * whole)
    with pytest.raises(AssertionError):
        compared(element)


def test_a_program_that_drifts_is_found(reader: Reader) -> None:
    page = reader("404.html")
    leaves(page, "if (run.rest) run.rest['She loves smol kittens'] = 0.41")
    page.goto(ADDRESS)
    with pytest.raises(AssertionError):
        compared(opened(page, NAME))
