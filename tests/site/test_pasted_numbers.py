"""Numbers that a reader pastes: read as they were written, or refused in words."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from moving import drifts, opened
from perplexities import ADDRESS, FIELDS, IDENT, NAME, PASTE, compared
from playwright.sync_api import Page, expect
from torch.distributions import Categorical

from firsttoken import Causal, Tabular, Vocabulary

Reader = Callable[..., Page]


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


def test_a_first_cost_that_was_not_pasted_is_nobodys(reader: Reader) -> None:
    page = reader(ADDRESS)
    element = opened(page, NAME)
    told = element.locator("[data-say='result first']")
    for pasted in ("-1.2 -0.5 -0.3", "None -2 -2 -2", "12 38.2", "4 1.5"):
        element.get_by_label(PASTE).fill(pasted)
        shown = compared(element)
        unknown = pasted[0] != "-"
        assert math.isnan(shown["first"]) is math.isnan(shown["with"]) is unknown
        expect(told).to_be_visible(visible=unknown)
    page.wait_for_url(f"**/?{IDENT}=4%2C1.5%2C-%2C8%2Cwithout")
    page.reload()
    assert math.isnan(compared(opened(page, NAME))["first"])
    element.get_by_label(FIELDS["first"]).fill("2")
    assert compared(element)["with"] == pytest.approx(math.exp((3 * 1.5 + 2) / 4), abs=1e-9)
    expect(told).not_to_be_visible()


def test_the_drawing_has_room_for_the_largest_numbers(reader: Reader) -> None:
    page = reader(f"{ADDRESS}?{IDENT}=1000000000,350,350,8,without", width=320)
    element = opened(page, NAME)
    compared(element)
    boxes = element.locator("svg rect:not([visibility=hidden])").evaluate_all(
        "all => all.map(each => each.getBoundingClientRect().right)"
    )
    texts = element.locator("svg text[text-anchor=end]").evaluate_all(
        "all => all.map(each => each.getBoundingClientRect().left)"
    )
    assert max(boxes) <= min(texts)


@pytest.mark.parametrize(
    "wrong",
    ["many", "4", "-0.3", "1 2.5", "4.5 2", "4 -1", "1e999 2", "1024 3287.0", "-1 0.2 -3", "-1 null", "-1 -inf"],
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
