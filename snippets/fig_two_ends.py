"""Draw KITTEN as pairs of neighbours: a row for ⊥ and a column for $."""

import matplotlib.pyplot as plt
import torch

from firsttoken import kitten

world = kitten()
words = list(world.vocabulary)
pairs = torch.zeros(9, 9)  # row: what came before; column: what comes
pairs[0, :8] = world.first().probs
pairs[1:, 8] = world.marginal(4).probs
for t in (1, 2, 3):
    pairs[1:, :8] += world.marginal(t, t + 1).probs

figure, axes = plt.subplots(figsize=(5, 4.3), layout="constrained")
axes.axhspan(-0.5, 0.5, facecolor="C5", alpha=0.12)
axes.axvspan(7.5, 8.5, facecolor="C4", alpha=0.12)
for row, column in pairs.nonzero().tolist():
    color, marker = "C0", "s"
    if row == 0:
        color, marker = "C5", "o"
    if column == 8:
        color, marker = "C4", "D"
    area = 420 * pairs[row, column].item()
    axes.scatter(column, row, s=area, color=color, marker=marker)
axes.text(8, 0, "no\ntext", ha="center", va="center", fontsize=10)
axes.text(3.5, 0, "first words", ha="center", va="center", fontsize=10)
axes.text(
    8, 4.4, "last words", ha="center", va="center", rotation=90, fontsize=10
)
axes.set_xticks(range(9), [*words, "stop"], rotation=90)
axes.set_yticks(range(9), ["⊥", *words])
axes.set_xlim(-0.5, 8.5)
axes.set_ylim(8.5, -0.5)
axes.set_xlabel("what comes next")
axes.set_ylabel("what came before")
axes.xaxis.set_label_position("bottom")
axes.tick_params(length=0)
for side in axes.spines.values():
    side.set_visible(False)
plt.show()
