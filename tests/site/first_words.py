"""A first word and what follows: as torch has it, with the weights of the page, and the figure beside that."""

from __future__ import annotations

import base64
import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import torch
from moving import told
from playwright.sync_api import Locator

from firsttoken import Causal, Transformer, split_sentences, topics

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
STATE = """{
  start: each.start, words: each.words, written: each.written, shown: each.shown,
  law: each.begun().law && Array.from(each.begun().law),
  bars: [...each.canvas.querySelectorAll("rect[height][fill='var(--ls-1)']")].slice(0, 9).map(
    bar => bar.getAttribute("width") / (each.room.width - 96)),
}"""
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
    state, cells = told(element, STATE)
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
        reads = cells[name]
        scale = 100 if name == "never" else 1
        assert reads == "–" if math.isnan(value) else abs(float(reads.rstrip("%")) - scale * value) <= 0.0501
    return dict(state)


def alike(element: Locator, site: Path, name: str, contexts: list[list[int]]) -> None:
    """Compare the laws after contexts with those of torch, in logarithms."""
    for context, laws in zip(contexts, element.evaluate(READ, [name, contexts]), strict=True):
        expected = network(site, name).log_laws(torch.tensor([context])).detach()[0, -1, 1:].log_softmax(-1)
        assert laws[0] == -math.inf
        assert laws[1:] == pytest.approx(expected.tolist(), abs=TOLERANCE)


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
