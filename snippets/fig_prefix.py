"""Draw what a prefix costs in three networks, and what a shift costs."""

import matplotlib.pyplot as plt
import torch
from torch.distributions import Categorical

from firsttoken import Causal, Transformer, Vocabulary
from firsttoken import cross_entropy, fit, kitten, kl

world = kitten()
marked = Vocabulary([*world.vocabulary, "EOT"])
law = world.over(marked)
floor = (world.entropy() - world.first().entropy()).item()


def network(seed, positions):
    """Return a network that learns its positions, or one that has none."""
    new = Transformer(marked, 5, width=16, seed=seed)
    if not positions:
        torch.nn.init.zeros_(new.positions.weight)
        new.positions.weight.requires_grad_(False)
    return new


def excess(network):
    """Return what the first word costs too much behind EOT, and the rest."""
    model = Causal(network, before="EOT", excluded=["EOT"])
    answer = model.given("", horizon=1).log_probs().exp().detach()[:8]
    later = cross_entropy(law, model, scored=[2, 3, 4]).item() - floor
    return kl(world.first(), Categorical(answer)).item(), later


kinds = {
    "EOT trained": (False, "EOT", [1, 2, 3, 4]),
    "EOT untrained,\nno positions": (False, None, [2, 3, 4]),
    "EOT untrained,\nlearned positions": (True, None, [2, 3, 4]),
}
figure, axes = plt.subplots(figsize=(5, 3.4), layout="constrained")
for row, (positions, before, scored) in enumerate(kinds.values()):
    for seed in range(3):
        new = network(seed, positions)
        model = Causal(new, before=before, excluded=["EOT"])
        fit(law, model, scored=scored, steps=200)
        first, later = excess(new)
        label = row == seed == 0
        name = "the first word" if label else None
        axes.plot(first, row - 0.14, "o", color="C5", label=name, alpha=0.7)
        name = "the other three" if label else None
        axes.plot(later, row + 0.14, "s", color="C0", label=name, alpha=0.7)
axes.set_xscale("log")
uniform = kl(world.first(), Categorical(torch.ones(8))).item()
axes.axvline(uniform, color="C1", linestyle="--")
axes.text(
    uniform, -0.62, "a uniform guess\nof the first", color="C1", ha="right"
)
axes.set_yticks(range(3), list(kinds))
axes.set_ylim(2.5, -1)
axes.set_xlabel("excess, nats a sentence")
axes.spines[["top", "right"]].set_visible(False)
figure.legend(loc="outside lower center", ncols=2, frameon=False)
plt.show()
