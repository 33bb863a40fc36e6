"""A live model: what writes in the page is what torch trained, logit by logit, and what it draws has that law."""

from __future__ import annotations

import base64
import gzip
import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import torch
from moving import drifts, opened, telephone
from playwright.sync_api import Browser, Locator, Page, expect

from firsttoken import Causal, Transformer, split_sentences, topics

Reader = Callable[..., Page]

ADDRESS, NAME, IDENT = "essay/empty-context/", "live-model", "fig-live-model"
FILE = f"generated/{IDENT}.json"
STARTS = ("trained", "untrained", "nothing", "even", "counted", "own")
START, WORDS, WRITE = "The first word is drawn", "Words of your own", "Write a sentence"
SPLIT = split_sentences(topics(), shortest=3, longest=20, frequent=500, special=["<s>", "</s>"], unk="<?>")
SIZE, LENGTH = len(SPLIT.vocabulary), 24
ASKED = [each[0] for each in SPLIT.held_out]
SEEN = Counter(each[0] for each in SPLIT.training)
NEVER = [word for word in range(1, SIZE) if word not in {*ASKED, *SEEN}]
FREQUENT = sorted(range(1, SIZE), key=lambda word: (-SEEN[word], word))[:8]
TOLERANCE = 1e-9  # both compute in float64

READ = """(each, [name, contexts]) => contexts.map(context => {
  let law, memory = []
  for (const symbol of context) ({ law, memory } = each.writer[name].read(symbol, memory))
  return Array.from(law, Math.log)
})"""
STATE = """each => ({
  start: each.start, words: each.words, written: each.written, shown: each.shown,
  law: each.begun().law && Array.from(each.begun().law),
  bars: [...each.canvas.querySelectorAll("rect[height][fill='var(--ls-1)']")].slice(0, 9).map(
    bar => bar.getAttribute("width") / (each.room.width - 96)),
})"""
SENTENCES = "(each, count) => Array.from({ length: count }, (_, number) => each.sentence(number + 1).slice(0, 2))"


@cache
def left(site: Path) -> dict[str, Any]:
    """Return what the program left for the element."""
    return dict(json.loads((site / FILE).read_text("utf-8")))


@cache
def network(site: Path, name: str) -> Transformer:
    """Return a network of the figure, with the weights that the page has."""
    built = Transformer(SPLIT.vocabulary, LENGTH, width=32, heads=4, layers=2)
    levels = torch.frombuffer(bytearray(base64.b64decode("".join(left(site)["levels"][name]))), dtype=torch.int8)
    tables = left(site)["tables"][name]
    parts = zip(tables.items(), levels.split([count for count, _ in tables.values()]), strict=True)
    shapes = {table: weights.shape for table, weights in built.state_dict().items()}
    built.load_state_dict({table: part.double().view(shapes[table]) * step for (table, (_, step)), part in parts})
    return built


def after(site: Path, name: str, context: list[int]) -> torch.Tensor:
    """Return the law of what follows a context; the start symbol is not written."""
    model = Causal(network(site, name), excluded=["<s>"])
    return model.given(SPLIT.vocabulary.decode(context), horizon=1).log_probs().detach().exp()


def begun(site: Path, start: str, words: str) -> torch.Tensor | None:
    """Return the law of the first word, as torch has it."""
    if start in ("trained", "untrained"):
        return after(site, start, [0])
    if start == "own":
        symbols = [SPLIT.vocabulary.index_of(each) if each in SPLIT.vocabulary else 2 for each in words.split()]
        return after(site, "untrained", symbols) if symbols else None
    weights = torch.tensor([SEEN[word] + left(site)["add"] if start == "counted" else 1.0 for word in range(SIZE)])
    weights[0] = 0
    return None if start == "nothing" else weights.double() / weights.double().sum()


def compared(element: Locator, site: Path) -> dict[str, Any]:
    """Compare what the element computes with torch, and what it shows and draws with that."""
    state: dict[str, Any] = element.evaluate(STATE)
    law, shown = begun(site, state["start"], state["words"]), state["shown"]
    expected = dict.fromkeys(("cost", "never"), math.nan)
    if law is None:
        assert state["law"] is None
    else:
        assert state["law"] == pytest.approx(law.tolist(), abs=TOLERANCE)
        words = FREQUENT if state["start"] != "own" else law.argsort(descending=True)[:8].tolist()
        shares = law[words].tolist()
        assert state["bars"] == pytest.approx([*shares, 1 - sum(shares)], abs=1e-4)
        if state["start"] != "own":
            expected = {"cost": -law[ASKED].log().mean().item(), "never": law[NEVER].sum().item()}
    expected["later"] = left(site)["later"]["trained" if state["start"] == "trained" else "untrained"]
    assert shown == pytest.approx(expected, abs=TOLERANCE, nan_ok=True)
    for name, value in shown.items():
        reads = element.locator(f"table [data-value='own.{name}']").text_content() or ""
        scale = 100 if name == "never" else 1
        assert reads == "–" if math.isnan(value) else abs(float(reads.rstrip("%")) - scale * value) <= 0.0501
    return state


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


def alike(element: Locator, site: Path, name: str, contexts: list[list[int]]) -> None:
    """Compare the laws after contexts with those of torch, in logarithms."""
    for context, laws in zip(contexts, element.evaluate(READ, [name, contexts]), strict=True):
        expected = network(site, name).log_laws(torch.tensor([context])).detach()[0, -1, 1:].log_softmax(-1)
        assert laws[0] == -math.inf
        assert laws[1:] == pytest.approx(expected.tolist(), abs=TOLERANCE)


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


def redrawn(element: Locator, site: Path, numbers: Iterable[int]) -> None:
    """Write the sentences of some numbers again, with the laws of torch."""
    state = compared(element, site)
    for number in numbers:
        law, name = begun(site, state["start"], state["words"]), state["start"]
        own = [SPLIT.vocabulary.index_of(each) for each in state["words"].split()]
        read = {"trained": [0], "untrained": [0], "own": own}.get(name, [])
        written, random = [], shares(number)
        while law is not None:
            left, word = next(random), 0
            while word < SIZE - 1 and (left := left - law[word].item()) >= 0:
                word += 1
            if word == 1:
                break
            written.append(SPLIT.vocabulary.symbols[word])
            if len(read) == LENGTH:
                written.append("…")
                break
            read = [*read, word]
            law = after(site, "trained" if name == "trained" else "untrained", read)
        assert element.evaluate("(each, number) => each.sentence(number)", number) == written


def shares(number: int) -> Iterator[float]:
    """Return numbers between zero and one, those that a sentence of this number is drawn with."""
    whole = 2**32
    state = number * 0x9E3779B1 % whole
    while True:
        state = (state + 0x6D2B79F5) % whole
        mixed = (state ^ state >> 15) * (1 | state) % whole
        mixed = (mixed + (mixed ^ mixed >> 7) * (61 | mixed)) % whole ^ mixed
        yield (mixed ^ mixed >> 14) / whole


@pytest.mark.parametrize(("start", "words"), [("trained", ""), ("untrained", ""), ("counted", ""), ("own", "The")])
def test_what_is_written_has_the_frequencies_of_the_law(reader: Reader, site: Path, start: str, words: str) -> None:
    element = opened(reader(f"{ADDRESS}?{IDENT}={start},0,{words}"), NAME)
    sampled(element, site)


def sampled(element: Locator, site: Path) -> None:
    """Compare a thousand sentences, of fixed numbers, with the law: how they begin, and what comes second."""
    state, count = compared(element, site), 1000
    law = begun(site, state["start"], state["words"])
    assert law is not None
    pairs = [tuple(each) for each in element.evaluate(SENTENCES, count)]
    name = "trained" if state["start"] == "trained" else "untrained"
    before = {"trained": [0], "untrained": [0], "own": [SPLIT.vocabulary.index_of("The")]}.get(state["start"], [])
    likely = [int(word) for word in law.argsort(descending=True)[:12] if word != 1]
    expected = {}
    for first in likely:
        second = after(site, name, [*before, first])
        for word in second.argsort(descending=True)[:3].tolist():
            spelled = [SPLIT.vocabulary.symbols[each] for each in ([first] if word == 1 else [first, word])]
            expected[tuple(spelled)] = (law[first] * second[word]).item()
    seen = Counter(pairs)
    assert sum(expected.values()) > 0.02
    assert apart(expected, {pair: seen[pair] / count for pair in expected}) < 0.05
    firsts = Counter(each[:1] for each in pairs)
    alone = {(SPLIT.vocabulary.symbols[word],): law[word].item() for word in likely}
    assert apart(alone, {word: firsts[word] / count for word in alone}) < 0.05


def apart(law: dict[tuple[str, ...], float], frequencies: dict[tuple[str, ...], float]) -> float:
    """Return the distance of two laws, in total variation; what has no name of its own is one outcome."""
    others = abs(sum(law.values()) - sum(frequencies.values()))
    return (sum(abs(law[each] - frequencies[each]) for each in law) + others) / 2


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
    wrong = ["dog,1", "trained,-1", "trained,1.5", "own,x,The", "trained,10000", f"own,1,{'x' * 61}", "trained"]
    assert element.evaluate("(each, wrong) => wrong.map(text => each.told(text))", wrong) == [False] * len(wrong)
    assert compared(element, site) == before
    page.goto(f"{ADDRESS}?{IDENT}={wrong[0]}")
    state = compared(opened(page, NAME), site)
    assert (state["start"], state["written"]) == ("trained", 0)


def test_the_weights_are_asked_for_when_the_figure_comes_near(reader: Reader, site: Path) -> None:
    page, asked = reader("404.html"), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(ADDRESS)
    page.wait_for_function("name => customElements.get(name)", arg=NAME)
    assert not [url for url in asked if url.endswith(FILE)]
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
