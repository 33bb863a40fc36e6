"""Two temperatures, one perplexity: what the figure shows is what torch computes, over the range of its controls."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import torch
from moving import click_along, drifts, opened, tap_along, telephone, told
from playwright.sync_api import Browser, Locator, Page, expect

from firsttoken import Joint, Vocabulary, kitten, kl, tempered, tempered_whole, top_k

Reader = Callable[..., Page]

ADDRESS, NAME, IDENT = "essay/measure/", "two-temperatures", "fig-temperature"
TAU, KEPT, SHARE = "Temperature", "Tokens kept", "Nucleus"
#: The draws of one seed: what is counted is always the same.
DRAWS = """(each, count) => {
  let seed = 1
  const random = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    return seed / 2 ** 32
  }
  return each.draws(count, random)
}"""


@cache
def world_of(name: str) -> Joint:
    """Return a world of the figure."""
    if name == "kitten":
        return kitten()
    probs = torch.zeros(12, 12, dtype=torch.float64)
    probs[0, 2:] = 0.06
    probs[1, 2] = 0.4
    return Joint(Vocabulary("ab0123456789"), probs)


def within(laws: torch.Tensor, share: float) -> torch.Tensor:
    """Keep of each law the likeliest symbols, as few as reach a share, and those that are as likely as the last."""
    values = laws.sort(descending=True).values
    before = values.cumsum(-1) - values
    last = values.where(before < share - 1e-9, torch.inf).amin(-1, keepdim=True)
    kept = torch.where(laws >= last * (1 - 1e-9), laws, 0.0)
    return (kept / kept.sum(-1, keepdim=True)).nan_to_num(0.0)  # nothing follows a prefix that has no mass


@cache
def expected(name: str, tau: float, kept: int, share: float = 1) -> tuple[dict[str, float], dict[str, float]]:
    """Return what the library says of a sampler, and its law of strings."""
    world = world_of(name)
    whole = top_k(tempered(world.causal(), tau), kept).given("", horizon=world.horizon).log_probs().exp()
    probs = torch.ones([], dtype=torch.float64)
    for t in range(world.horizon) if share < 1 else ():  # the law of each token, cut once more
        prefixes = whole.reshape([len(world.vocabulary)] * (t + 1) + [-1]).sum(-1)
        laws = (prefixes / prefixes.sum(-1, keepdim=True)).nan_to_num(0.0)
        probs = probs.unsqueeze(-1) * within(laws, share)
    drawn = Joint(world.vocabulary, probs if share < 1 else whole.reshape(world.probs.shape))
    law = drawn.log_probs().exp()
    first = int(world.first().probs.argmax())
    strings = {world.vocabulary.decode(x): p for x, p in zip(drawn.enumerate_support(), law.tolist(), strict=True)}
    return {
        "local": drawn.first().probs[first].item(),
        "whole": tempered_whole(world, tau).first().probs[first].item(),
        "kept": float((law > 0).sum()),
        "entropy": drawn.entropy().item(),
        "excess": kl(world, drawn).item(),
        "perplexity": math.exp(world.entropy().item() / world.horizon),
    }, {text: p for text, p in strings.items() if p > 0}


def compared(element: Locator) -> dict[str, Any]:
    """Compare what the element computes with the library, and what it shows with that."""
    found, cells = told(element, "{ state: each.state, shown: each.shown }")
    state = {**found["state"], "shown": found["shown"]}
    shown, (numbers, strings) = (
        state["shown"],
        expected(state["world"], float(state["tau"]), state["kept"], float(state["share"])),
    )
    assert {text: p for text, p in shown.pop("law").items() if p > 0} == pytest.approx(strings, abs=1e-6)
    assert shown == pytest.approx(numbers, abs=1e-6)
    for name, value in shown.items():
        reads = cells[name]
        assert reads == "∞" if math.isinf(value) else abs(float(reads) - value) <= 5e-4 + 1e-6
    return state


@pytest.mark.parametrize("world", ["fork", "kitten"])
def test_the_mouse(reader: Reader, world: str) -> None:
    element = opened(reader(ADDRESS), NAME)
    compared(element)
    element.get_by_label("World").select_option(world)
    for name in (TAU, KEPT, SHARE):
        slider = element.get_by_role("slider", name=name)
        for share in (0.01, 0.2, 0.36, 0.5, 0.75, 0.99):
            click_along(slider, share)
            compared(element)


@pytest.mark.parametrize("world", ["fork", "kitten"])
def test_the_keyboard(reader: Reader, world: str) -> None:
    element = opened(reader(ADDRESS), NAME)
    element.get_by_label("World").select_option(world)
    for key in ("Home", *["ArrowRight"] * 4, "PageUp", "PageUp", "End", "ArrowLeft"):
        element.get_by_role("slider", name=TAU).press(key)
        compared(element)
    for name in (KEPT, SHARE):
        for key in ("Home", *["ArrowRight"] * 5, "End", *["ArrowLeft"] * 4):
            element.get_by_role("slider", name=name).press(key)
            compared(element)


def test_a_finger(browser: Browser, site_url: str) -> None:
    with telephone(browser, site_url, ADDRESS) as page:
        element = opened(page, NAME)
        for name, share in ((TAU, 0.3), (TAU, 0.9), (KEPT, 0.01), (SHARE, 0.4)):
            tap_along(element.get_by_role("slider", name=name), share)
            compared(element)
        assert math.isinf(compared(element)["shown"]["excess"])


def test_the_divergence_is_endless_from_the_first_cut_on(reader: Reader) -> None:
    element = opened(reader(ADDRESS), NAME)
    slider = element.get_by_role("slider", name=SHARE)
    seen = []
    for key in ("End", *["ArrowLeft"] * 12):
        slider.press(key)
        seen.append(compared(element))
    assert [each["share"] for each in seen] == pytest.approx([1 - 0.05 * step for step in range(13)], abs=1e-9)
    endless = [math.isinf(each["shown"]["excess"]) for each in seen]
    assert endless == [each["share"] < 0.6 + 1e-9 for each in seen]  # where a reaches the share, b is cut
    assert endless == [each["shown"]["kept"] == 10 for each in seen]
    assert len({each["shown"]["perplexity"] for each in seen}) == 1
    expect(element.locator("[data-say='result cut']")).to_be_visible()


def test_the_two_move_in_opposite_directions_and_the_perplexity_not_at_all(reader: Reader) -> None:
    element = opened(reader(ADDRESS), NAME)
    seen = []
    element.get_by_role("slider", name=TAU).press("Home")
    for _ in range(12):
        seen.append(compared(element)["shown"])
        element.get_by_role("slider", name=TAU).press("ArrowRight")
    assert [each["local"] for each in seen] == sorted((each["local"] for each in seen), reverse=True)
    assert [each["whole"] for each in seen] == sorted(each["whole"] for each in seen)
    assert len({each["perplexity"] for each in seen}) == 1
    element.get_by_role("button", name="More often").click()
    half = compared(element)["shown"]
    assert (half["local"], half["whole"]) == pytest.approx((9 / 13, 9 / 49), abs=1e-12)


@pytest.mark.parametrize(
    ("world", "tau", "kept", "share"),
    [("fork", 0.5, 12, 1), ("kitten", 0.8, 12, 1), ("kitten", 1.0, 2, 1), ("kitten", 1.0, 12, 0.8)],
)
def test_what_is_written_has_the_frequencies_of_the_law(
    reader: Reader, world: str, tau: float, kept: int, share: float
) -> None:
    element = opened(reader(f"{ADDRESS}?{IDENT}={world},{tau},{kept},{share}"), NAME)
    strings = expected(world, tau, kept, share)[1]
    count = 20_000
    seen = Counter(element.evaluate(DRAWS, count))
    assert set(seen) <= set(strings)
    apart = sum(abs(seen[text] / count - p) for text, p in strings.items()) / 2
    assert apart < 0.03
    element.get_by_role("button", name="Write twenty").click()
    written = element.locator(".ls-written > :not(:first-child)").all_text_contents()
    assert len(written) == 20
    assert set(written) <= set(strings)


def test_a_state_stands_in_the_address_and_comes_back(reader: Reader) -> None:
    page = reader(ADDRESS)
    element = opened(page, NAME)
    element.get_by_label("World").select_option("kitten")
    element.get_by_role("slider", name=KEPT).press("Home")
    for _ in range(8):
        element.get_by_role("slider", name=SHARE).press("ArrowLeft")
    page.wait_for_url(f"**/?{IDENT}=kitten%2C1%2C1%2C0.6")
    before = compared(element)
    page.reload()
    assert compared(opened(page, NAME)) == before
    for wrong in (
        "kitten",
        "dog,1,1",
        "fork,0,1",
        "fork,x,1",
        "fork,1,13",
        "fork,1,2,0",
        "fork,1,2,x",
        "constructor,1,1",
    ):
        page.goto(f"{ADDRESS}?{IDENT}={wrong}")
        state = compared(opened(page, NAME))
        assert [state[name] for name in ("world", "tau", "kept", "share")] == ["fork", 1, 12, 1]


#: A state, and in a module what is right and what drifts from it there.
SHARP, CUT = "fork,0.5,2", "kitten,1,12,0.8"
DRIFTS = {
    "the power": (SHARP, "two-samplers", "(each.mass / most) ** (1 / tau))", "(each.mass / most) ** tau)"),
    "the sum": (SHARP, "two-samplers", "each / sum)", "each)"),
    "the divergence": (SHARP, "two-samplers", "p * Math.log(p / drawn)", "drawn * Math.log(p / drawn)"),
    "the nucleus": (CUT, "two-samplers", "before(each) < share - ALIKE", "before(each) + each < share - ALIKE"),
    "what is shown": (SHARP, NAME, "Math.max(0, shown[name]).toFixed(3)", "Math.max(0, shown[name]).toFixed(1)"),
}


@pytest.mark.parametrize(("state", "module", "old", "new"), DRIFTS.values(), ids=DRIFTS)
def test_a_formula_that_drifts_is_found(
    reader: Reader, site: Path, state: str, module: str, old: str, new: str
) -> None:
    page = reader("404.html")
    drifts(page, site, module, old, new)
    page.goto(f"{ADDRESS}?{IDENT}={state}")
    with pytest.raises(AssertionError):
        compared(opened(page, NAME))
