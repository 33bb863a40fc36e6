"""Draw which terms three perplexities sum, and by what they divide."""

from math import exp

import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle

from firsttoken import kitten

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
