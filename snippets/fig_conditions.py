"""Draw rows of training, one thing changed in each below the first."""

from math import log

import matplotlib.pyplot as plt

from firsttoken import kitten

world = kitten()


def entropy(*positions):
    """Return the entropy of the words at these positions, in nats."""
    return world.marginal(*positions).entropy().item()


first = entropy(1)
cut_off = entropy(1, 2, 3) + entropy(2, 3, 4) - entropy(2, 3)
animals = world.first().probs[-2:].sum().item()
others = 1 - animals
in_front = others * log(others / (1 - 3 * animals)) - animals * log(3)

text = ["She", "loves", "smol", "kittens", "$"]
window = ["smol", "kittens", "$", "He", "fears"]
animal = ["⊥", "kittens", "fears", "big", "puppies", "$"]
# what a row says, its symbols, which of them are only read, and the price
rows = [
    ("nothing is broken", ["⊥", *text], {0}, 0.0),
    ("⊥ is never read", ["#", *text], {0}, log(9) - first),
    ("⊥ stands before any window", ["⊥", *window], {0}, log(5)),
    ("the first word carries no loss", ["⊥", *text], {0, 1}, log(9) - first),
    (
        "a later word carries none",
        ["⊥", *text],
        {0, 2},
        log(9) - entropy(1, 2) + first,
    ),
    ("the stop carries none", ["⊥", *text], {0, 5}, log(9)),
    (
        "the row has lost the beginning",
        ["", "", *text[1:]],
        {2},
        cut_off - world.entropy().item(),
    ),
    ("three times as many rows begin with animals", animal, {0}, in_front),
]
figure, axes = plt.subplots(figsize=(5, 5), layout="constrained")
for line, (title, symbols, silent, price) in enumerate(rows):
    axes.text(0, 2 * line - 0.72, title, fontsize=10)
    for place, symbol in enumerate(symbols):
        if not symbol:
            continue
        loss = place not in silent
        box = plt.Rectangle(
            (place, 2 * line - 0.45),
            0.93,
            0.9,
            facecolor="C0" if loss else "none",
            edgecolor="C4" if symbol == "⊥" else "C0" if loss else "k",
            alpha=0.4 if loss else 1,
            linestyle="-" if loss else ":",
            linewidth=1.5,
        )
        axes.add_patch(box)
        axes.text(
            place + 0.46,
            2 * line,
            symbol,
            ha="center",
            va="center",
            fontsize=10,
        )
    axes.text(7.2, 2 * line, f"{price:.2f}", ha="right", va="center")
axes.text(7.2, -0.72, "nats", ha="right", fontsize=10)
axes.set_xlim(-0.1, 7.3)
axes.set_ylim(2 * len(rows) - 1.3, -1.5)
axes.axis("off")
plt.show()
