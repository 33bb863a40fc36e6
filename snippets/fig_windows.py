"""Draw what a token costs, by its place and by the window it is seen in."""

from itertools import pairwise

import matplotlib.pyplot as plt
import torch

from firsttoken import Joint, Vocabulary, stationary_law

random = torch.Generator().manual_seed(4)
a = torch.rand(8, generator=random, dtype=torch.float64)
law = torch.stack([a, 1 - a], dim=1)
kernel = torch.zeros(8, 8, dtype=torch.float64)
for letter in (0, 1):
    kernel[range(8), 2 * torch.arange(8) % 8 + letter] = law[:, letter]
probs = stationary_law(kernel)[:, None] * law
source = Joint(Vocabulary("ab"), probs.reshape(2, 2, 2, 2))
blocks = [source.marginal(*range(1, t + 1)).entropy() for t in (1, 2, 3, 4)]
h = [blocks[0], *(y - x for x, y in pairwise(blocks))]


def cost(seen):
    """Return the cost of each token, given how many it sees before it."""
    return [h[min(before, 3)].item() for before in seen]


places = range(16)
rows = {
    "windows of four, disjoint": [t % 4 for t in places],
    "windows of four, every two": [t if t < 4 else 2 + t % 2 for t in places],
    "the whole text": list(places),
}
figure, panels = plt.subplots(
    3, figsize=(5, 4), layout="constrained", sharex=True, sharey=True
)
for axes, (name, seen) in zip(panels, rows.items()):
    costs = cost(seen)
    axes.axhline(h[3], color="k", linewidth=1, linestyle=":")
    axes.vlines(places, h[3], costs, color="C0", linewidth=2)
    axes.plot(places, costs, "o", color="C0", markersize=5)
    axes.set_title(name, loc="left", fontsize="medium")
    axes.set_ylim(0.475, 0.715)
    axes.set_yticks([0.5, 0.6, 0.7], ["0.5", "0.6", "0.7"])
    axes.spines[["top", "right"]].set_visible(False)
panels[2].set_xticks(range(0, 16, 4), [str(t + 1) for t in range(0, 16, 4)])
panels[2].set_xlabel("place in the text")
figure.supylabel("nats for the letter there", fontsize="medium")
plt.show()
