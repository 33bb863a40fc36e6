"""Draw a start symbol in front of KITTEN: all of the mass goes through it."""

import matplotlib.pyplot as plt
import torch

from firsttoken import Joint, Vocabulary, kitten

world = kitten()
marked = Vocabulary([*world.vocabulary, "⊥"])
table = torch.zeros([9] * 5, dtype=torch.float64)
table[8, :8, :8, :8, :8] = world.probs  # ⊥, and then a sentence
law = Joint(marked, table)
columns = [
    {"nothing": 1.0},
    dict(zip(marked, law.first().probs.tolist())),
    dict(zip(marked, law.marginal(2).log_probs().exp().tolist())),
]
colours = ["C5", "C4", "C0"]

figure, axes = plt.subplots(figsize=(5, 2.9), layout="constrained")
before = None
for depth, column in enumerate(columns):
    present = {word: mass for word, mass in column.items() if mass > 0}
    top, spots = 1 + 0.05 * (len(present) - 1) / 2, []
    for word, mass in present.items():
        spots.append((top - mass, top))
        box = plt.Rectangle(
            (1.5 * depth, top - mass), 0.16, mass, color=colours[depth]
        )
        axes.add_patch(box)
        label = f"{word}  {mass:.2f}"
        middle = top - mass / 2
        axes.text(1.5 * depth + 0.22, middle, label, va="center")
        top -= mass + 0.05
    if before is not None:
        leaves = before[0][1]
        for low, high in spots:
            ends = [leaves - (high - low), low], [leaves, high]
            places = [1.5 * depth - 1.34, 1.5 * depth]
            axes.fill_between(
                places, *ends, color=colours[depth], alpha=0.25, linewidth=0
            )
            leaves -= high - low
    before = spots
axes.set_xlim(-0.05, 4.1)
axes.set_ylim(-0.12, 1.12)
axes.axis("off")
plt.show()
