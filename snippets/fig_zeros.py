"""Draw three laws of two letters, and the steps that change one letter."""

import matplotlib.pyplot as plt
import torch

from firsttoken import Joint, Vocabulary

letters = "ab"
laws = {
    "no zeros": [[0.3, 0.2], [0.2, 0.3]],
    "zeros, even": [[0.5, 0.0], [0.0, 0.5]],
    "zeros, uneven": [[0.9, 0.0], [0.0, 0.1]],
}
steps = [((0, 0), (0, 1)), ((0, 0), (1, 0)), ((0, 1), (1, 1)), ((1, 0), (1, 1))]

figure, panels = plt.subplots(
    1, 3, figsize=(5, 2.1), sharey=True, layout="constrained"
)
for axes, (title, rows) in zip(panels, laws.items()):
    law = Joint(Vocabulary(letters), torch.tensor(rows, dtype=torch.float64))
    for one, other in steps:
        if law.probs[one] > 0 and law.probs[other] > 0:
            (x, y), (u, v) = one, other
            axes.plot([x, u], [y, v], color="k", linewidth=1.5, zorder=1)
    for x in (0, 1):
        for y in (0, 1):
            side = 0.9 * law.probs[x, y].item() ** 0.5
            corner = (x - side / 2, y - side / 2)
            square = plt.Rectangle(corner, side, side, color="C0", zorder=2)
            axes.add_patch(square)
    axes.set_title(title, fontsize="medium")
    axes.set_xlim(-0.55, 1.55)
    axes.set_ylim(1.55, -0.55)
    axes.set_aspect("equal")
    axes.set_xticks([0, 1], letters)
    axes.set_yticks([0, 1], letters)
    axes.set_xlabel("first")
    axes.tick_params(length=0)
panels[0].set_ylabel("second")
plt.show()
