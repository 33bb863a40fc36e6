"""Draw the share of English that each of four learners implies."""

import matplotlib.pyplot as plt
import torch

from firsttoken import Causal, Joint, Tabular, Transformer, Vocabulary
from firsttoken import cross_entropy, fit, implied_first, stationary_law

torch.set_default_dtype(torch.float64)
vocabulary = Vocabulary(["the", "dog", "sees", "le", "chien", "voit"])
within = torch.tensor([[0.0, 0.9, 0.1], [0.3, 0.0, 0.7], [0.8, 0.2, 0.0]])
kernel = torch.block_diag(within, within)
law, truth = stationary_law(within), 0.9
first = torch.cat([truth * law, (1 - truth) * law])
world = Joint(vocabulary, first[:, None] * kernel)


def english(model):
    """Return the share of English that a model implies."""
    return implied_first(model).probs[:3].sum().item()


def table():
    return Causal(Tabular(vocabulary, 2))


def network(seed):
    return Causal(Transformer(vocabulary, 2, seed=seed))


def descend(model, rate):
    """Train on the second word by plain descent."""
    descent = torch.optim.SGD(model.model.parameters(), lr=rate)
    for _ in range(300):
        descent.zero_grad()
        cross_entropy(world, model, scored=[2]).backward()
        descent.step()
    return english(model)


def adam(model, steps):
    """Train on the second word by Adam."""
    fit(world, model, scored=[2], steps=steps)
    return english(model)


seeds = range(3)
learners = {
    "a table,\nplain descent": [descend(table(), 10)],
    "a table, Adam": [adam(table(), 300)],
    "a transformer,\nplain descent": [descend(network(s), 0.5) for s in seeds],
    "a transformer,\nAdam": [adam(network(s), 150) for s in seeds],
}
figure, axes = plt.subplots(figsize=(5, 2.9), layout="constrained")
for row, shares in enumerate(learners.values()):
    axes.plot(shares, [row] * len(shares), "o", color="C2", alpha=0.7)
axes.axvline(truth, color="C0")
axes.axvline(0.5, color="k", linestyle="--")
axes.text(truth - 0.02, -0.7, "the data", color="C0", ha="right")
axes.text(0.48, -0.7, "half", color="k", ha="right")
axes.set_yticks(range(4), list(learners))
axes.set_ylim(3.5, -1)
axes.set_xlim(0, 1)
axes.set_xlabel("share of English that is implied")
axes.spines[["top", "right"]].set_visible(False)
plt.show()
