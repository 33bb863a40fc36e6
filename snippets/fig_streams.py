"""Draw three documents, as four ways of training cut them."""

from itertools import product
from math import log

import matplotlib.pyplot as plt
import torch
from torch.distributions import Categorical

from firsttoken import Stream, kl

documents = [[0, 1, 2], [3, 4], [5, 6, 7]]
start, stop, separator = 8, 9, 10
names = [*"ABCDEFGH", "⊥", "$", "SEP"]
begins = {document[0] for document in documents}
streams = {
    "a row for each document": Stream.documents(
        documents, before=start, stop=stop
    ),
    "packed with separators": Stream.packed(
        documents, separator=separator, length=11
    ),
    "packed, a window of it": Stream.crops(
        documents, length=5, separator=separator
    ),
    "⊥ before a window, no separators": Stream.chunks(
        documents, before=start, length=5
    ),
}
shown = [[0, 1, 2], [0], [2], [1]]

figure, axes = plt.subplots(figsize=(5, 3.2), layout="constrained")
for line, (title, stream) in enumerate(streams.items()):
    axes.text(0, 1.9 * line - 0.62, title)
    place = 0.0
    for row in shown[line]:
        batch = stream.rows(torch.tensor([row]))
        symbols = [batch.inputs[0, 0].item(), *batch.targets[0].tolist()]
        scored = [False, *batch.scored[0].tolist()]
        width = stream.ends[row] - stream.starts[row]
        length = int(width) + (stream.before is not None)
        for symbol, loss in list(zip(symbols, scored, strict=True))[:length]:
            color = "C5" if symbol in begins else "C0"
            color = "C4" if symbol >= start else color
            box = plt.Rectangle(
                (place, 1.9 * line - 0.4),
                0.92,
                0.8,
                facecolor=color if loss else "none",
                edgecolor=color,
                alpha=0.45 if loss else 1,
                linestyle="-" if loss else ":",
                linewidth=1.5,
            )
            axes.add_patch(box)
            axes.text(
                place + 0.46,
                1.9 * line,
                names[symbol],
                ha="center",
                va="center",
                fontsize=10 if symbol == separator else 11,
                fontweight="bold" if symbol in begins else "normal",
            )
            place += 1
        place += 0.35
axes.set_xlim(-0.2, 14.9)
axes.set_ylim(6.3, -1.2)
axes.axis("off")
plt.show()

# What the page moves: rows of documents that follow each other without end.
a, b = 0, 1
true = torch.zeros(11, dtype=torch.float64)
true[sorted(begins)] = 1 / len(documents)


def taught(cut, orders, begin):
    """Return what follows a symbol in the rows that start in a document."""
    asked, inside, targets, tokens = {}, [], 0, 0
    for order in orders:
        stream = cut(order)
        count = len(order[0]) + (stream.before is None)
        batch = stream.rows(torch.arange(count))
        targets += batch.scored.sum().item()
        tokens += batch.targets.numel() + count * (stream.before is None)
        for read, said in zip(batch.inputs.tolist(), batch.targets.tolist()):
            for t, (symbol, target) in enumerate(zip(read, said)):
                if symbol == begin:
                    law = asked.setdefault(tuple(read[:t]), true * 0)
                    law[target] += 1
                if symbol == a:
                    inside.append(target == b)
    joint = torch.stack([*asked.values()])
    laws = [Categorical(joint.sum(axis)) for axis in (0, 1)]
    apart = sum(law.entropy() for law in laws)
    gives = apart - Categorical(joint.flatten()).entropy()
    return {
        "excess": max(0.0, kl(Categorical(true), laws[0]).item()),
        "gives": max(0.0, gives.item()),
        "scored": targets / tokens,
        "follows": sum(inside) / len(inside),
    }


def packed(order):
    return Stream.crops(order, length=5, separator=separator)


def windows(order):
    return Stream.chunks(order, length=5, before=start)


drawn = list(product(documents, repeat=4))
turned = [[*documents[i:], *documents[:i]] * 2 for i in range(3)]
moves = {
    "documents": ["".join(names[x] for x in each) for each in documents],
    "orders": {"fixed": [0, 1, 2] * 3, "random": [1, 0, 2, 2, 0, 1, 0]},
    "symbols": {"start": "⊥", "stop": "$", "separator": "SEP"},
    "titles": ["asked behind ⊥", "asked behind SEP"],
    "legend": [
        "never asked",
        "dashed: how documents begin; bright: this row",
        "drag the window or its edges: training reads the row below",
    ],
    "length": {"least": 5, "most": 7, "own": 5},
    "own": taught(packed, drawn, separator),
    "ordered": taught(packed, turned, separator),
    "windows": taught(windows, drawn, start),
}

# The same numbers by counting: a window starts at each token alike.
own, ordered = moves["own"], moves["ordered"]
assert own["excess"] + own["gives"] + ordered["excess"] < 1e-12
assert abs(ordered["gives"] - (1 - 1 / 5) * log(3)) < 1e-12
assert abs(moves["windows"]["excess"] - log(8 / 3)) < 1e-12
assert moves["windows"]["gives"] < 1e-12
assert own["scored"] == ordered["scored"] == 5 / 6
assert moves["windows"]["scored"] == 1
assert all(moves[x]["follows"] == 1 for x in ("own", "ordered", "windows"))
assert moves["documents"] == ["ABC", "DE", "FGH"]
assert list(moves["symbols"].values()) == names[start:]
