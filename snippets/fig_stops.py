"""Draw how the mass of a prefix is split: to its continuations and a text."""

import matplotlib.pyplot as plt
import torch
from torch.distributions import Categorical

from firsttoken import Causal, Tabular, Vocabulary

vocabulary = Vocabulary(["a", "b", "$"])
random = torch.Generator().manual_seed(0)
table = Tabular(vocabulary, 4, generator=random)
first = Categorical(torch.tensor([0.5, 0.3, 0.2]).double())
model = Causal(table, stop="$").with_first(first)

figure, axes = plt.subplots(figsize=(5, 3.6), layout="constrained")


def draw(prefix, left, width):
    """Draw what comes after a prefix, below it, and its own continuations."""
    depth = len(prefix)
    strings = [[*vocabulary.encode(" ".join(prefix)), s] for s in range(3)]
    law = model.given("", horizon=depth + 1)
    masses = law.log_prob(torch.tensor(strings)).exp().tolist()
    for symbol, mass in zip(vocabulary, masses):
        ends = symbol == "$"
        box = plt.Rectangle(
            (left, depth + 0.06),
            mass,
            0.88,
            facecolor="C4" if ends else "C0",
            edgecolor="C4" if ends else "C0",
            hatch="//" if ends else None,
            alpha=0.45 if ends else 0.2,
        )
        axes.add_patch(box)
        if mass > 0.025:
            spot = (left + mass / 2, depth + 0.5)
            axes.text(*spot, symbol, ha="center", va="center")
        if not ends and depth < 3:
            draw([*prefix, symbol], left, mass)
        left += mass


draw([], 0, 1)
axes.set_xlim(0, 1)
axes.set_ylim(4, 0)
axes.set_yticks([0.5, 1.5, 2.5, 3.5], ["first", "second", "third", "fourth"])
axes.set_ylabel("symbol")
axes.set_xlabel("probability")
axes.tick_params(axis="y", length=0)
axes.spines[:].set_visible(False)
plt.show()
