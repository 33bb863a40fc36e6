"""Draw what Gibbs sampling makes of two conditionals that disagree."""

import matplotlib.pyplot as plt
import torch

from firsttoken import Masked, Vocabulary

x_given_y = torch.tensor([[0.9, 0.2], [0.1, 0.8]], dtype=torch.float64)
y_given_x = torch.tensor([[0.3, 0.7], [0.6, 0.4]], dtype=torch.float64)
masked = Masked(Vocabulary("ab"), [x_given_y, y_given_x])
laws = {
    "x, then y": (masked.gibbs(1, 2), "k", "o", -0.16),
    "at random": (masked.gibbs(), "C0", "s", 0),
    "y, then x": (masked.gibbs(2, 1), "k", "D", 0.16),
}

figure, axes = plt.subplots(figsize=(5, 3.2), layout="constrained")
for name, (law, color, marker, shift) in laws.items():
    place = [each + shift for each in range(4)]
    heights = law.probs.flatten().tolist()
    axes.vlines(place, 0, heights, color=color, alpha=0.35, linewidth=3)
    axes.plot(place, heights, marker, color=color, label=name)
axes.set_xticks(range(4), ["a a", "a b", "b a", "b b"])
axes.set_ylim(0, 0.58)
axes.set_xlabel("string")
axes.set_ylabel("probability, in the long run")
axes.legend(frameon=False, ncols=3, loc="upper center", handletextpad=0.2)
axes.spines[["top", "right"]].set_visible(False)
plt.show()
