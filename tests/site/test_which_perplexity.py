"""Which perplexity is this? What the figure shows is what torch computes, over the whole range of its controls."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from moving import click_along, drifts, opened, tap_along, telephone
from playwright.sync_api import Browser, Locator, Page, expect
from torch.distributions import Categorical

from firsttoken import Causal, Tabular, Vocabulary, cross_entropy, kitten

Reader = Callable[..., Page]

ADDRESS, NAME, IDENT = "essay/measure/", "which-perplexity", "fig-perplexities"
FIELDS = {
    "tokens": "Tokens of the text",
    "loss": "Your mean loss",
    "first": "Cost of the first token",
    "symbols": "Symbols in the vocabulary",
}
PASTE = "Paste log-probs"
MODES = ("without", "with", "mistake")


def compared(element: Locator) -> dict[str, float]:
    """Compare what the element computes with torch, and what it shows with that; return what it computes."""
    state: dict[str, Any] = element.evaluate("each => ({ given: each.given, shown: each.shown })")
    given, shown = state["given"], state["shown"]
    count = given["tokens"]
    # A text of so many tokens with that mean, in which all tokens but the first cost the same.
    summed = given["loss"] * (count - 1 if given["mode"] == "without" else count)
    later = summed - given["first"] if given["mode"] == "with" else summed
    costs = torch.full((count,), later / (count - 1), dtype=torch.float64)
    costs[0] = given["first"]
    expected = {
        "with": costs.mean().exp().item(),
        "without": costs[1:].mean().exp().item(),
        "mistake": (costs[1:].sum() / count).exp().item(),
    }
    if later < 0:
        expected = dict.fromkeys(expected, math.nan)
    world = kitten()
    own = given["mode"] == "without" and count == 4 and given["loss"] == pytest.approx(rest_of_kitten() / 3, abs=1e-12)
    own = own and given["first"] == pytest.approx(world.first().entropy().item(), abs=1e-12)
    sure = torch.cat([torch.zeros(1), costs[1:]]).mean().exp().item()  # as a law has it that knows the first token
    expected["least"] = math.exp(world.entropy().item() / 4) if own else sure if later >= 0 else math.nan
    expected["share"] = given["first"] / count
    expected["first"] = given["first"]
    assert shown == pytest.approx(expected, abs=1e-6, rel=1e-9, nan_ok=True)
    for name, value in shown.items():
        reads = element.locator(f"table [data-value='own.{name}']").text_content() or ""
        assert reads == "–" if math.isnan(value) else abs(float(reads) - value) <= 5e-4 + 1e-6
    return dict(shown)


def rest_of_kitten() -> float:
    """Return the loss of the three words after the first."""
    return cross_entropy(kitten(), kitten().causal(), scored=[2, 3, 4]).item()


def test_the_first_numbers_are_kittens(reader: Reader) -> None:
    element = opened(reader(ADDRESS), NAME)
    shown = compared(element)
    model = kitten().causal().with_first(kitten().first())
    whole = cross_entropy(kitten(), model, scored=[1, 2, 3, 4]).item()
    assert shown["with"] == pytest.approx(math.exp(whole / 4), abs=1e-12)
    assert shown["without"] == pytest.approx(math.exp(rest_of_kitten() / 3), abs=1e-12)
    assert shown["mistake"] == pytest.approx(math.exp(rest_of_kitten() / 4), abs=1e-12)
    assert shown["mistake"] < shown["least"] == pytest.approx(shown["with"], abs=1e-12)


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
    for name, wrong in (("tokens", "1"), ("tokens", "2.5"), ("loss", "-1"), ("first", ""), ("symbols", "1")):
        field = element.get_by_label(FIELDS[name])
        field.fill(wrong)
        assert field.get_attribute("aria-invalid") == "true"
        assert element.evaluate("each => each.shown") == pytest.approx(before, nan_ok=True)
        element.get_by_role("button", name="KITTEN's numbers").click()
        assert field.get_attribute("aria-invalid") is None
        assert compared(element) == pytest.approx(before, nan_ok=True)
    element.get_by_label("The mean is over").select_option("with")
    element.get_by_label(FIELDS["first"]).fill("900")
    assert math.isnan(compared(element)["with"])
    expect(element.locator("[data-say='result wrong']")).to_be_visible()


def law_of_a_text(count: int) -> torch.Tensor:
    """Return the log-probabilities that a model gives the tokens of a text."""
    model = Causal(Tabular(Vocabulary("abc"), count, generator=torch.Generator().manual_seed(count)))
    model = model.with_first(Categorical(torch.tensor([0.2, 0.3, 0.5], dtype=torch.float64)))
    text = [i * i % 3 for i in range(count)]
    laws = [model.given(" ".join("abc"[i] for i in text[:t]), horizon=1) for t in range(count)]
    return torch.stack([law.log_prob(torch.tensor([i])) for law, i in zip(laws, text, strict=True)]).double()


@pytest.mark.parametrize("written", ["{}", "[{}]", "([{}])"])
def test_pasted_log_probabilities_give_a_models_perplexities(reader: Reader, written: str) -> None:
    logs = law_of_a_text(9)
    element = opened(reader(ADDRESS), NAME)
    for glue in (", ", " ", "; "):
        element.get_by_label(PASTE).fill(written.format(glue.join(map(repr, logs.tolist()))))
        shown = compared(element)
        assert shown["with"] == pytest.approx((-logs.mean()).exp().item(), abs=1e-6)
        assert shown["without"] == pytest.approx((-logs[1:].mean()).exp().item(), abs=1e-6)
        assert shown["first"] == pytest.approx(-logs[0].item(), abs=1e-12)
        assert shown["least"] == shown["mistake"] < shown["with"]
    element.get_by_label(PASTE).fill(written.format(", ".join(["null", *map(repr, logs[1:].tolist())])))
    assert compared(element)["without"] == pytest.approx((-logs[1:].mean()).exp().item(), abs=1e-6)
    assert element.get_by_label("The mean is over").input_value() == "without"


def test_pasted_are_also_a_number_of_tokens_and_their_loss(reader: Reader) -> None:
    page = reader(ADDRESS)
    element = opened(page, NAME)
    element.get_by_label(PASTE).focus()
    page.keyboard.insert_text("1024\t2.9957")
    compared(element)
    given = element.evaluate("each => each.given")
    assert (given["tokens"], given["loss"], given["mode"]) == (1024, 2.9957, "without")
    element.get_by_label("The mean is over").select_option("with")
    assert compared(element)["with"] == pytest.approx(math.exp(2.9957), abs=1e-6)
    expect(element.get_by_label(PASTE)).to_have_value("")  # other numbers than those stand there now


@pytest.mark.parametrize(
    "wrong", ["many", "4", "-0.3", "1 2.5", "4.5 2", "4 -1", "1e999 2", "-1 0.2 -3", "-1 null", "-1 -inf"]
)
def test_what_cannot_be_read_says_what_was_expected(reader: Reader, wrong: str) -> None:
    element = opened(reader(ADDRESS), NAME)
    before = compared(element)
    field, told = element.get_by_label(PASTE), element.locator("[data-say='result unread']")
    expect(told).not_to_be_visible()
    field.fill(wrong)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(told).to_be_visible()
    assert "mean loss" in told.inner_text()
    assert "log-probability" in told.inner_text()
    expect(element.locator("[role=status]")).to_contain_text("cannot be read")
    assert compared(element) == pytest.approx(before, nan_ok=True)
    field.fill("-1 -2")
    expect(field).to_have_attribute("aria-invalid", "false")
    expect(told).not_to_be_visible()
    field.fill(wrong)
    element.get_by_role("button", name="KITTEN's numbers").click()
    expect(field).to_have_value("")
    assert compared(element) == pytest.approx(before, nan_ok=True)


def test_a_state_stands_in_the_address_and_comes_back(reader: Reader) -> None:
    page = reader(ADDRESS)
    element = opened(page, NAME)
    element.get_by_label(FIELDS["loss"]).fill("3.25")
    element.get_by_label("The mean is over").select_option("mistake")
    page.wait_for_url(f"**/?{IDENT}=*mistake")
    before = compared(element)
    page.reload()
    assert compared(opened(page, NAME)) == pytest.approx(before, nan_ok=True)
    for wrong in ("1", "4,1,1,8,whole", "4,x,1,8,with", "1,1,1,8,with", "4,-1,1,8,with", "4,1e999,1,8,with"):
        page.goto(f"{ADDRESS}?{IDENT}={wrong}")
        assert compared(opened(page, NAME))["with"] == pytest.approx(math.exp(kitten().entropy().item() / 4), abs=1e-12)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Math.exp(later / (tokens - 1))", "Math.exp(later / tokens)"),
        ("Math.exp((later + first) / tokens)", "Math.exp(later + first / tokens)"),
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


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/ all.length", "/ (all.length + 1)"),
        ("loss: mean([one, ...later])", "loss: mean(later)"),
        ("first: Math.abs(one)", "first: 2 * Math.abs(one)"),
    ],
)
def test_a_reading_that_drifts_is_found(reader: Reader, site: Path, old: str, new: str) -> None:
    page = reader("404.html")
    drifts(page, site, "pasted-numbers", old, new)
    page.goto(ADDRESS)
    element, logs = opened(page, NAME), law_of_a_text(9)
    element.get_by_label(PASTE).fill(" ".join(map(repr, logs.tolist())))
    shown = compared(element)
    right = {"with": (-logs.mean()).exp().item(), "first": -logs[0].item()}
    assert {name: shown[name] for name in right} != pytest.approx(right, abs=1e-6)
