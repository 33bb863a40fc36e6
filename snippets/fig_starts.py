"""Draw how help texts begin, beside what a random place in them holds."""

from collections import Counter
from itertools import pairwise
from math import log

import matplotlib.pyplot as plt
import torch

from firsttoken import Stream, power_iteration, stationary_law, topics

corpus = topics()
starts = Counter(document[0] for document in corpus.documents)
anywhere = Counter(corpus.text)
common = [c for c, _ in anywhere.most_common(8)]
first = [c for c, _ in starts.most_common(8) if c not in common]
shown = common + first
names = {" ": "blank", "\n": "new line"}
told = ["of all places: implied", "of the starts of help texts"]
axis = "share, per cent"

figure, axes = plt.subplots(figsize=(5, 3.6), layout="constrained")
rows = range(len(shown))
place = [100 * anywhere[c] / len(corpus.text) for c in shown]
begin = [100 * starts[c] / len(corpus.documents) for c in shown]
axes.hlines(rows, place, begin, color="k", alpha=0.2, linewidth=3)
axes.plot(place, rows, "o", color="C2", label=told[0])
axes.plot(begin, rows, "D", color="C3", label=told[1])
axes.set_yticks(rows, [names.get(c, c) for c in shown])
axes.invert_yaxis()
axes.set_xlim(left=-0.7)
axes.set_xlabel(axis)
axes.spines[["top", "right"]].set_visible(False)
axes.legend(frameon=False, loc="lower right")
plt.show()

# What the page moves: what follows what, with a separator before each text.
symbols = [*sorted(anywhere), "SEP"]
index = {symbol: i for i, symbol in enumerate(symbols)}
each = [[index[c] for c in document] for document in corpus.documents]
sep, size = index["SEP"], len(symbols)
moved = Stream.packed(each, separator=sep, length=1).rows()
pairs = (size * moved.inputs + moved.targets)[:, 0]
counts = pairs.bincount(minlength=size**2).reshape(size, size)
kernel = counts.double() / counts.sum(dim=1, keepdim=True)
implied = stationary_law(kernel)


def cost(law):
    """Return what help texts cost too much where they begin with a law."""
    shares = {index[c]: n / len(each) for c, n in starts.items()}
    return abs(sum(p * log(p / law[a].item()) for a, p in shares.items()))


def state(steps):
    """Return what the page shows, so many characters after a separator."""
    start = torch.eye(size).double()[sep]
    law = power_iteration(kernel, start, steps=steps)[-1]
    return {
        "steps": steps,
        "distance": (law - implied).abs().sum().item() / 2,
        "excess": cost(law),
        "implied": cost(implied),
    }


moves = {
    "symbols": [names.get(c, c) for c in symbols],
    "shown": [index[c] for c in shown],
    # Of each symbol: what follows it, and how often, one after another.
    "rows": [
        " ".join(f"{b} {row[b]}" for b in row.nonzero()[:, 0].tolist())
        for row in counts
    ],
    # What meets where the texts are joined without separators.
    "seams": [f"{a[-1]} {b[0]}" for a, b in pairwise([*each, each[0]])],
    "told": [*told, "after so many characters", axis],
    "own": state(1),
    "later": state(6),
}

# The same from the text: what is counted in it, and a walk along its pairs.
texts = [["SEP", *document] for document in corpus.documents]
stream = [c for text in texts for c in text]
followed, places = Counter(pairwise([*stream, "SEP"])), Counter(stream)
for a, told_of in zip(symbols, moves["rows"]):
    row = [int(number) for number in told_of.split()]
    there = {(a, symbols[b]): n for b, n in zip(row[::2], row[1::2])}
    assert there == {pair: n for pair, n in followed.items() if pair[0] == a}
law = {"SEP": 1.0}
for steps in range(1, 7):
    last, law = law, Counter()
    for (a, b), n in followed.items():
        law[b] += last.get(a, 0) * n / places[a]
    for told_of in (moves["own"], moves["later"]):
        if told_of["steps"] == steps:
            off = [abs(law[c] - places[c] / len(stream)) for c in symbols]
            assert abs(told_of["distance"] - sum(off) / 2) < 1e-12
            ratios = {c: n / len(each) / law[c] for c, n in starts.items()}
            excess = sum(starts[c] * log(r) for c, r in ratios.items())
            assert abs(told_of["excess"] - excess / len(each)) < 1e-12
ratios = {c: n / len(each) for c, n in starts.items()}
excess = sum(p * log(p * len(stream) / places[c]) for c, p in ratios.items())
assert abs(moves["own"]["implied"] - excess) < 1e-12
assert moves["own"]["implied"] == moves["later"]["implied"]
joined = Counter({pair: n for pair, n in followed.items() if "SEP" not in pair})
for seam in moves["seams"]:
    joined[tuple(symbols[int(a)] for a in seam.split())] += 1
assert joined == Counter(pairwise(corpus.text + corpus.text[0]))
assert [symbols[i] for i in moves["shown"]] == shown
assert moves["told"][:2] == told
