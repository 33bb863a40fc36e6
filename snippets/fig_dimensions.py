"""Draw how many numbers the first words take, as areas."""

import matplotlib.pyplot as plt

from firsttoken import kitten

size = len(kitten().vocabulary)
figure, axes = plt.subplots(figsize=(5, 3.6), layout="constrained")
for length in (4, 3, 2, 1):
    numbers = size**length - 1  # of all laws of so many words
    side = numbers**0.5
    color = "C5" if length == 1 else "C0"
    alpha = 1 if length == 1 else 0.2
    axes.add_patch(plt.Rectangle((0, 0), side, side, color=color, alpha=alpha))
    own = (size - 1) * size ** (length - 1)
    label = f"position {length}: {own:,}"
    axes.annotate(
        label,
        (side, side),
        (68, 10 + 16 * (length - 1)),
        va="center",
        arrowprops={"arrowstyle": "-", "color": "k", "alpha": 0.4},
    )
axes.set_xlim(-1, 112)
axes.set_ylim(-1, 66)
axes.set_aspect("equal")
axes.axis("off")
plt.show()
