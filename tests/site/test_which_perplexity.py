"""Which perplexity is this? What the figure shows is what torch computes, over the whole range of its controls."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from moving import click_along, drifts, opened, tap_along, telephone
from perplexities import ADDRESS, FIELDS, IDENT, MODES, NAME, PASTE, compared, rest_of_kitten
from playwright.sync_api import Browser, Page, expect
from torch.distributions import Categorical

from firsttoken import Causal, Tabular, Vocabulary, cross_entropy, kitten

Reader = Callable[..., Page]


def test_the_first_numbers_are_kittens(reader: Reader) -> None:
    element = opened(reader(ADDRESS), NAME)
    shown = compared(element)
    model = kitten().causal().with_first(kitten().first())
    whole = cross_entropy(kitten(), model, scored=[1, 2, 3, 4]).item()
    assert shown["with"] == pytest.approx(math.exp(whole / 4), abs=1e-12)
    assert shown["without"] == pytest.approx(math.exp(rest_of_kitten() / 3), abs=1e-12)
    assert shown["mistake"] == pytest.approx(math.exp(rest_of_kitten() / 4), abs=1e-12)
    assert shown["mistake"] < shown["least"] == pytest.approx(shown["with"], abs=1e-12)


def test_a_field_shows_six_digits_and_the_figure_has_all(reader: Reader) -> None:
    element = opened(reader(ADDRESS), NAME)
    expect(element.get_by_label(FIELDS["loss"])).to_have_value(f"{rest_of_kitten() / 3:.6g}")
    assert element.evaluate("each => each.given.loss") == pytest.approx(rest_of_kitten() / 3, abs=1e-12)
    element.get_by_label(FIELDS["symbols"]).fill("1234567")
    element.get_by_role("button", name="An even first guess").click()
    expect(element.get_by_label(FIELDS["symbols"])).to_have_value("1234567")


@pytest.mark.parametrize("count", [2, 7, 300])
def test_the_numbers_of_a_model_give_its_perplexities(reader: Reader, count: int) -> None:
    vocabulary, random = Vocabulary("abc"), torch.Generator().manual_seed(count)
    model = Causal(Tabular(vocabulary, 2, generator=random))
    first = Categorical(torch.tensor([0.2, 0.3, 0.5], dtype=torch.float64))
    word = int(torch.randint(3, (), generator=random))
    step = model.given(vocabulary.symbols[word], horizon=1).log_probs()
    costs = torch.cat([-first.log_prob(torch.tensor([word])), -step.flatten()[torch.arange(count - 1) % 3]]).double()
    element = opened(reader(ADDRESS), NAME)
    means = {"without": costs[1:].mean(), "with": costs.mean(), "mistake": costs[1:].sum() / count}
    for mode, mean in means.items():
        element.get_by_label("The mean is over").select_option(mode)
        for name, value in {"tokens": count, "loss": mean.item(), "first": costs[0].item(), "symbols": 3}.items():
            element.get_by_label(FIELDS[name]).fill(repr(value))
        shown = compared(element)
        assert {each: shown[each] for each in means} == pytest.approx(
            {each: value.exp().item() for each, value in means.items()}, abs=1e-6
        )


def test_the_mouse_and_the_keyboard(reader: Reader) -> None:
    page = reader(ADDRESS)
    element = opened(page, NAME)
    length = element.locator("input[type=range]")
    for mode in MODES:
        element.get_by_label("The mean is over").select_option(mode)
        for share in (0.01, 0.2, 0.45, 0.77, 0.99):
            click_along(length, share)
            compared(element)
        for key in ("Home", "ArrowRight", "PageUp", "End", "ArrowLeft"):
            length.press(key)
            compared(element)
        assert element.evaluate("each => each.given.tokens") in range(4000, 4097)
    for symbols in (2, 8, 50257, 10**6):
        element.get_by_label(FIELDS["symbols"]).fill(str(symbols))
        element.get_by_role("button", name="An even first guess").click()
        assert compared(element)["first"] == pytest.approx(math.log(symbols), abs=1e-12)
    element.get_by_role("button", name="KITTEN's numbers").press("Enter")
    assert not math.isnan(compared(element)["least"])


def test_a_finger(browser: Browser, site_url: str) -> None:
    with telephone(browser, site_url, ADDRESS) as page:
        element = opened(page, NAME)
        length = element.locator("input[type=range]")
        tap_along(length, 0.7)
        assert 100 < element.evaluate("each => each.given.tokens") < 2000
        compared(element)
        element.get_by_role("button", name="An even first guess").tap()
        compared(element)
        element.get_by_label(PASTE).tap()
        page.keyboard.insert_text("-2 -1")
        assert compared(element)["with"] == pytest.approx(math.exp(1.5), abs=1e-12)


def test_what_is_no_number_changes_nothing_and_is_marked(reader: Reader) -> None:
    element = opened(reader(ADDRESS), NAME)
    before = compared(element)
    for name, wrong in (
        ("tokens", "1"),
        ("tokens", "2.5"),
        ("loss", "-1"),
        ("first", ""),
        ("symbols", "1"),
        ("loss", "351"),
    ):
        field = element.get_by_label(FIELDS[name])
        field.fill(wrong)
        assert field.get_attribute("aria-invalid") == "true"
        alarm = field.evaluate("each => getComputedStyle(each).borderColor === getComputedStyle(each).outlineColor")
        assert alarm, "nobody sees which field it is"
        expect(element.locator("[data-say='result refused']")).to_be_visible()
        assert element.evaluate("each => each.shown") == pytest.approx(before, nan_ok=True)
        element.get_by_role("button", name="KITTEN's numbers").click()
        assert field.get_attribute("aria-invalid") is None
        assert compared(element) == pytest.approx(before, nan_ok=True)
    element.get_by_label("The mean is over").select_option("with")
    element.get_by_label(FIELDS["first"]).fill("300")
    assert math.isnan(compared(element)["with"])
    expect(element.locator("[data-say='result wrong']")).to_be_visible()


def test_a_state_stands_in_the_address_and_comes_back(reader: Reader) -> None:
    page = reader(ADDRESS)
    element = opened(page, NAME)
    element.get_by_label(FIELDS["loss"]).fill("3.25")
    element.get_by_label("The mean is over").select_option("mistake")
    page.wait_for_url(f"**/?{IDENT}=*mistake")
    before = compared(element)
    page.reload()
    assert compared(opened(page, NAME)) == pytest.approx(before, nan_ok=True)
    for wrong in ("1", "4,1,1,8,whole", "4,x,1,8,with", "1,1,1,8,with", "4,-1,1,8,with", "4,351,1,8,with"):
        page.goto(f"{ADDRESS}?{IDENT}={wrong}")
        assert compared(opened(page, NAME))["with"] == pytest.approx(math.exp(kitten().entropy().item() / 4), abs=1e-12)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Math.exp(later / (tokens - 1))", "Math.exp(later / tokens)"),
        ("Math.exp(whole / tokens)", "Math.exp(whole / (tokens - 1))"),
        (
            "right ? Math.exp(later / tokens) : NaN,\n      share",
            "right ? Math.exp(first / tokens) : NaN,\n      share",
        ),
        ("value.toFixed(3)", "value.toFixed(1)"),
    ],
)
def test_a_formula_that_drifts_is_found(reader: Reader, site: Path, old: str, new: str) -> None:
    page = reader("404.html")
    drifts(page, site, NAME, old, new)
    page.goto(f"{ADDRESS}?{IDENT}=9,1.25,2,8,with")
    with pytest.raises(AssertionError):
        compared(opened(page, NAME))
