"""A live model: what writes in the page is what torch trained, logit by logit, and what it draws has that law."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from first_words import (
    ADDRESS,
    FILE,
    IDENT,
    LENGTH,
    NAME,
    SIZE,
    SPLIT,
    START,
    STARTS,
    WORDS,
    WRITE,
    alike,
    compared,
    redrawn,
    sampled,
)
from moving import drifts, opened, telephone
from playwright.sync_api import Browser, Locator, Page, expect

Reader = Callable[..., Page]


def written(element: Locator, count: int) -> list[str]:
    """Return the sentences that it shows, once there are as many as these."""
    lines = element.locator(".ls-line")
    expect(lines).to_have_count(count)
    element.page.wait_for_timeout(400)  # in which the last one comes word by word
    return lines.all_text_contents()


@pytest.mark.parametrize("name", ["trained", "untrained"])
def test_two_hundred_contexts_have_the_laws_of_torch(reader: Reader, site: Path, name: str) -> None:
    random = torch.Generator().manual_seed(1)
    drawn = [torch.randint(SIZE, (1 + n % LENGTH,), generator=random).tolist() for n in range(100)]
    before = [0] if name == "trained" else []
    drawn += [[*before, *each[: 1 + n % len(each)]] for n, each in enumerate(SPLIT.held_out[:100])]
    assert len(drawn) == 200
    alike(opened(reader(ADDRESS), NAME), site, name, drawn)


def test_the_mouse(reader: Reader, site: Path) -> None:
    element = opened(reader(ADDRESS), NAME)
    assert compared(element, site)["start"] == "trained"
    for start in STARTS:
        element.get_by_label(START).select_option(start)
        assert compared(element, site)["start"] == start
        element.get_by_role("button", name=WRITE).click()
        compared(element, site)
        written(element, 0 if start == "nothing" else min(5, 1 + STARTS.index(start)))
    element.get_by_role("button", name="Start again").click()
    assert compared(element, site)["written"] == 0
    written(element, 0)
    element.get_by_role("button", name="Mostly").click()
    assert compared(element, site)["start"] == "untrained"
    written(element, 5)


def test_the_keyboard_and_the_reader_s_own_words(reader: Reader, site: Path) -> None:
    page = reader(ADDRESS)
    element = opened(page, NAME)
    element.get_by_label(START).focus()
    for key in ("u", "t", "n"):  # nothing that is spelled so, and the first option that begins with a letter
        page.keyboard.press(key)
        compared(element, site)
    page.keyboard.press("Home")
    for _ in STARTS:
        page.keyboard.press("ArrowDown")
        compared(element, site)
    page.keyboard.press("Tab")
    for words in ("This is", "zebra zebra the", "( a", ""):
        element.get_by_label(WORDS, exact=True).press("Control+a")
        page.keyboard.press("Backspace")
        page.keyboard.type(words)
        state = compared(element, site)
        assert (state["start"], state["words"]) == ("own", words)
    expect(element.locator("[data-say='result nothing']")).to_be_visible()
    page.keyboard.type("The")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    [line] = written(element, 1)
    assert line.startswith("The ")


def test_a_finger(browser: Browser, site_url: str, site: Path) -> None:
    with telephone(browser, site_url, ADDRESS) as page:
        element = opened(page, NAME)
        for count in (1, 2):
            element.get_by_role("button", name=WRITE).tap()
            compared(element, site)
            lines = written(element, count)
        expect(element.get_by_role("status")).to_contain_text(lines[0])


@pytest.mark.parametrize("start", ["trained", "untrained", "even", "counted", "own"])
def test_each_word_is_drawn_from_the_law_of_torch(reader: Reader, site: Path, start: str) -> None:
    element = opened(reader(f"{ADDRESS}?{IDENT}={start},0,This is"), NAME)
    redrawn(element, site, range(1, 13))


@pytest.mark.parametrize(("start", "words"), [("trained", ""), ("untrained", ""), ("counted", ""), ("own", "The")])
def test_what_is_written_has_the_frequencies_of_the_law(reader: Reader, site: Path, start: str, words: str) -> None:
    element = opened(reader(f"{ADDRESS}?{IDENT}={start},0,{words}"), NAME)
    sampled(element, site)


def test_a_state_stands_in_the_address_and_comes_back(reader: Reader, site: Path) -> None:
    page = reader(ADDRESS)
    element = opened(page, NAME)
    element.get_by_label(WORDS, exact=True).fill("If the")
    for _ in range(7):
        element.get_by_role("button", name=WRITE).click()
    page.wait_for_url(f"**/?{IDENT}=own*7*")
    before, lines = compared(element, site), written(element, 5)
    page.reload()
    element = opened(page, NAME)
    assert (compared(element, site), written(element, 5)) == (before, lines)
    element.get_by_label(WORDS, exact=True).fill("")
    page.wait_for_url(f"**/?{IDENT}=own%2C7%2C")
    page.reload()
    element = opened(page, NAME)
    before = compared(element, site)
    assert (before["start"], before["words"]) == ("own", "")
    wrong = ["dog,1", "trained,-1", "trained,1.5", "own,x,The", "trained,10000", f"own,1,{'x' * 61}", "trained"]
    assert element.evaluate("(each, wrong) => wrong.map(text => each.told(text))", wrong) == [False] * len(wrong)
    assert compared(element, site) == before
    page.goto(f"{ADDRESS}?{IDENT}={wrong[0]}")
    state = compared(opened(page, NAME), site)
    assert (state["start"], state["written"]) == ("trained", 0)


def test_what_moves_the_figure_is_asked_for_when_it_comes_near(reader: Reader, site: Path) -> None:
    page, asked = reader("404.html"), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(ADDRESS)
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if url.endswith((FILE, "moves.js", f"{NAME}.js"))]
    opened(page, NAME)
    assert len([url for url in asked if url.endswith(FILE)]) == 1
    assert len(gzip.compress((site / FILE).read_bytes())) <= 150_000
    for module in ("live-model", "first-words", "small-transformer", "moves"):
        assert len(gzip.compress((site / "assets" / f"{module}.js").read_bytes())) <= 12_000


def test_without_the_weights_the_drawing_stands(reader: Reader) -> None:
    page = reader("404.html")
    page.route(f"**/{FILE}", lambda route: route.abort())
    page.goto(ADDRESS)
    with page.expect_event("requestfailed"):
        page.locator(NAME).scroll_into_view_if_needed()
    expect(page.locator(f"{NAME} .ls-drawing:not(.ls-live) svg")).to_be_visible()
    assert not any(part.is_visible() for part in page.locator(f"{NAME} > :not(.ls-drawing)").all())


@pytest.mark.parametrize(
    ("module", "old", "new"),
    [
        ("first-words", "Math.log(law?.[word] ?? 0)", "Math.log2(law?.[word] ?? 0)"),
        ("first-words", "this.seen[word] || this.asked[word] ? 0", "this.seen[word] ? 0"),
        ("first-words", "(each + add) / whole", "each / whole"),
        ("live-model", "redraw(bar, { width: share * unit })", "redraw(bar, { width: share * unit / 2 })"),
        ("live-model", "shown[name].toFixed(2)", "shown[name].toFixed(0)"),
        ("first-words", "(left -= law[word]) >= 0", "(left -= 1 / law.length) >= 0"),
        ("first-words", "network.read(word, memory)", "network.read(word, [])"),
        ("small-transformer", "score / Math.sqrt(part)", "score / part"),
        ("small-transformer", "square + 1e-5", "square + 1e-4"),
        ("small-transformer", "x / 2 * (1 + Math.sign(x) * erf)", "x / (1 + Math.exp(-1.702 * x))"),
        ("small-transformer", "scores[BEGIN] = -Infinity", "scores[BEGIN] = 0"),
        ("small-transformer", "each * step", "each * Math.fround(step)"),
    ],
)
def test_a_formula_that_drifts_is_found(reader: Reader, site: Path, module: str, old: str, new: str) -> None:
    page = reader("404.html")
    drifts(page, site, module, old, new)
    page.goto(f"{ADDRESS}?{IDENT}={'trained' if module == 'small-transformer' else 'counted'},0")
    element = opened(page, NAME)
    with pytest.raises(AssertionError):
        held(element, site)


def held(element: Locator, site: Path) -> None:
    """Compare a little of everything."""
    compared(element, site)
    alike(element, site, "trained", [[0, *SPLIT.held_out[0]]])
    redrawn(element, site, range(1, 4))


def test_what_has_not_drifted_holds(reader: Reader, site: Path) -> None:
    for start in ("counted", "trained"):
        held(opened(reader(f"{ADDRESS}?{IDENT}={start},0"), NAME), site)
