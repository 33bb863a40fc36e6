"""Windows over three documents: what the library's streams have of them, and the figure that shows it beside that."""

from __future__ import annotations

import math
from functools import cache
from itertools import product
from typing import Any, NamedTuple

import pytest
import torch
from moving import told
from playwright.sync_api import Locator
from torch.distributions import Categorical

from firsttoken import Stream, kl

NAMES = [*"ABCDEFGH", "⊥", "$", "SEP"]
START, STOP, SEP = 8, 9, 10
DOCUMENTS = ((0, 1, 2), (3, 4), (5, 6, 7))
TRUE = torch.zeros(11, dtype=torch.float64)
TRUE[[0, 3, 5]] = 1 / 3
WAYS, FLAGS = ("anywhere", "begun", "documents"), ("start", "scored", "mark", "random")
TICKS = dict(zip(FLAGS, ("⊥ before rows", "First token scored", "Separators", "Shuffled"), strict=True))
#: The drawing's lines of boxes, and its bars: what a share of one would be high.
ROW, TALL = 63, 160


#: What the element says of its state, and what it draws and says of it.
TOLD = f"""{{
  state: each.state, shown: each.shown, orders: each.run.orders,
  bars: [...each.querySelectorAll("[data-bar]")].map(bar => [bar.dataset.bar, bar.height.baseVal.value]),
  row: [...each.querySelectorAll('.ls-live rect[y="{ROW}"]')].filter(box => box.getAttribute("visibility") !== "hidden")
    .map(box => [box.nextSibling.textContent, box.getAttribute("fill") !== "none"]),
}}"""


class State(NamedTuple):
    """What the controls say, but for the place of the window."""

    way: str
    length: int
    start: bool
    scored: bool
    mark: bool
    random: bool


def stream_of(state: State) -> Stream:
    """Return the rows that training draws from, each as often as any other."""
    before = START if state.start else None
    if state.way == "documents":
        alone = Stream.documents(DOCUMENTS, before=START, stop=STOP)
        return Stream(alone.tokens, alone.starts + int(not state.start), alone.ends - int(not state.mark))
    turned = [(*DOCUMENTS[i:], *DOCUMENTS[:i]) * 2 for i in range(3)]
    marks = (SEP,) if state.mark else ()
    tokens: list[int] = []
    starts: list[int] = []
    for order in product(DOCUMENTS, repeat=5) if state.random else turned:
        skipped = len(marks) * state.start  # the start symbol stands in the separator's place
        places = range(len(order[0]) + len(marks)) if state.way == "anywhere" else (skipped,)
        starts += [len(tokens) + place for place in places]
        tokens += [token for document in order for token in (*marks, *document)]
    begins = torch.tensor(starts)
    return Stream(torch.tensor(tokens), begins, begins + state.length + (not state.start), before)


@cache
def expected(state: State) -> tuple[dict[str, float], list[dict[str, float]]]:
    """Return the numbers that the figure shows, and the laws of what comes behind a start symbol and a separator."""
    stream = stream_of(state)
    read, said, scored = stream.rows()
    marks = (read == START) | (read == SEP)
    scored = scored & (state.scored | ~marks)
    laws = {}
    for symbol in (START, SEP):
        counts = torch.bincount(said[scored & (read == symbol)], minlength=11).double()
        laws[symbol] = counts / counts.sum() if counts.sum() else counts
    begin = START if state.start else SEP if state.mark and state.way != "documents" else None
    numbers = {"excess": math.nan, "gives": math.nan}
    if begin is not None and laws[begin].sum():
        pairs: dict[tuple[int, ...], torch.Tensor] = {}
        for row, t in (scored & (read == begin)).nonzero().tolist():
            pairs.setdefault(tuple(read[row, :t].tolist()), torch.zeros_like(TRUE))[said[row, t]] += 1
        joint = torch.stack([*pairs.values()])
        apart = Categorical(joint.sum(0)).entropy() + Categorical(joint.sum(1)).entropy()
        numbers["gives"] = (apart - Categorical(joint.flatten()).entropy()).item()
        numbers["excess"] = kl(Categorical(TRUE), Categorical(laws[begin])).item()
    tokens = int((stream.ends - stream.starts).sum()) - (len(stream) if state.way == "documents" and state.start else 0)
    numbers["scored"] = scored.sum().item() / tokens
    numbers["follows"] = (said[scored & (read == 0)] == 1).double().mean().item()
    return numbers, [{NAMES[i]: p for i, p in enumerate(law.tolist()) if p} for law in laws.values()]


def compared(element: Locator) -> dict[str, Any]:
    """Compare what the element computes with the library, and what it shows and draws with that."""
    found, cells = told(element, TOLD)
    state = State(*(found["state"][name] for name in State._fields))
    numbers, laws = expected(state)
    shown = dict(found["shown"])
    for law, right in zip(shown.pop("asked"), laws, strict=True):
        assert law == pytest.approx(right, abs=1e-6)
    assert shown == pytest.approx(numbers, abs=1e-6, nan_ok=True)
    for name, value in shown.items():
        reads = cells[name]
        if math.isnan(value):
            assert reads == "–"
        elif name == "scored":
            assert abs(float(reads.rstrip("%")) - 100 * value) <= 0.5 + 1e-6
        else:
            assert abs(float(reads) - value) <= 5e-4 + 1e-6
    heights = {
        f"{begin} {name}": TALL * law.get(name, 0)
        for begin, law in zip(("⊥", "SEP"), laws, strict=True)
        for name in (*NAMES[:8], "SEP")
    }
    assert dict(found["bars"]) == pytest.approx(heights, abs=1e-2)
    assert max(heights.values()) <= TALL / 2 + 1e-9
    _row_is_right(element, state, found)
    return dict(found["state"])


def _row_is_right(element: Locator, state: State, found: dict[str, Any]) -> None:
    """Compare the row that is drawn with a row of the library's, cut at that place of the stream that is drawn."""
    orders = found["orders"]["random" if state.random else "fixed"]
    tokens: list[int] = []
    spots: list[tuple[int, int]] = []
    for place, i in enumerate(orders):
        document = [*DOCUMENTS[i]]
        first = len(tokens)
        if state.mark:
            document = [*document, STOP] if state.way == "documents" else [SEP, *document]
        tokens += document
        if place < 3 and state.way == "documents":
            spots.append((first, len(tokens)))
        elif place < 3:
            ends = state.length + (not state.start)
            begun = (first + (state.start and state.mark),)
            spots += [(t, t + ends) for t in (begun if state.way == "begun" else range(first, len(tokens)))]
    start, end = (torch.tensor([edge]) for edge in spots[found["state"]["at"]])
    row = Stream(torch.tensor(tokens), start, end, START if state.start else None).rows()
    read, said, scored = (part[0].tolist() for part in row)
    names = [NAMES[read[0]], *(NAMES[each] for each in said)]
    carries = [
        False,
        *(loss and (state.scored or last not in (START, SEP)) for loss, last in zip(scored, read, strict=True)),
    ]
    assert found["row"] == [list(pair) for pair in zip(names, carries, strict=True)]
    slider = element.get_by_role("slider", name="Window")
    assert slider.get_attribute("aria-valuetext") == " ".join(names)
    assert slider.get_attribute("max") == str(len(spots) - 1)
