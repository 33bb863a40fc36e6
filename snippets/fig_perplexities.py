"""Draw which terms three perplexities sum, and by what they divide."""

from math import exp, log

import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle

from firsttoken import cross_entropy, kitten

world = kitten()
words = ["She", "loves", "smol", "kittens"]
entropies = [world.marginal(*range(1, t + 1)).entropy() for t in (1, 2, 3, 4)]
whole, first = entropies[3].item(), entropies[0].item()
rows = [
    ("with the first token", 0, 4, exp(whole / 4)),
    ("without it", 1, 3, exp((whole - first) / 3)),
    ("a mistake", 1, 4, exp((whole - first) / 4)),
]

figure, axes = plt.subplots(figsize=(5, 3), layout="constrained")
for row, (name, start, divisor, value) in enumerate(rows):
    axes.text(0, row - 0.42, name)
    for place, word in enumerate(words):
        summed = place >= start
        box = Rectangle(
            (place, row - 0.35),
            0.94,
            0.4,
            facecolor="C0" if summed else "none",
            alpha=0.35 if summed else 1,
            edgecolor="C0",
            linestyle="-" if summed else ":",
        )
        axes.add_patch(box)
        axes.text(place + 0.47, row - 0.15, word, ha="center", va="center")
    text = f"÷ {divisor}:  {value:.2f}"
    axes.text(4.15, row - 0.15, text, va="center")
axes.set_xlim(-0.05, 5.6)
axes.set_ylim(2.2, -0.75)
axes.axis("off")
plt.show()

# What the page moves: numbers that the reader may give, first KITTEN's.
moves = {
    "words": words,
    "rows": [name for name, *_ in rows],
    "own": {
        "tokens": len(words),
        "symbols": len(world.vocabulary),
        "loss": (whole - first) / 3,
        "first": first,
        "with": rows[0][3],
        "without": rows[1][3],
        "mistake": rows[2][3],
        "least": exp(whole / 4),
        "share": first / 4,
        "even": log(len(world.vocabulary)),
    },
}

# The same numbers from the losses that a model of KITTEN has.
model = world.causal().with_first(world.first())
start, *later = (
    cross_entropy(world, model, scored=[t]).item() for t in (1, 2, 3, 4)
)
own = moves["own"]
assert abs(own["loss"] - sum(later) / 3) < 1e-12
assert abs(log(own["with"]) - (start + sum(later)) / 4) < 1e-12
assert abs(log(own["without"]) - sum(later) / 3) < 1e-12
assert abs(log(own["mistake"]) - sum(later) / 4) < 1e-12
assert abs(log(own["least"]) * 4 - world.entropy().item()) < 1e-12
assert abs(own["first"] - start) + abs(4 * own["share"] - start) < 1e-12
assert exp(own["even"]) - own["symbols"] < 1e-12
assert own["tokens"] == len(moves["words"]) == len(moves["rows"]) + 1
