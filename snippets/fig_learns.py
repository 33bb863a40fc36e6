"""Draw how near four networks come to KITTEN, three seeds of each."""

import matplotlib.pyplot as plt
import torch
from torch.distributions import kl_divergence

from firsttoken import Causal, Joint, Transformer, fit, kitten

world = kitten()
kinds = ["as it should be", "fifty sentences", "too small", "untrained"]


def distance(kind, seed):
    """Return KL(p ‖ q) in nats, behind the right first law."""
    small = {"width": 2, "heads": 1, "layers": 1} if kind == "too small" else {}
    model = Causal(Transformer(world.vocabulary, 4, seed=seed, **small))
    data = world
    if kind == "fifty sentences":
        torch.manual_seed(seed)
        table = torch.zeros_like(world.probs)
        for sentence in world.sample((50,)).tolist():
            table[tuple(sentence)] += 1 / 50
        data = Joint(world.vocabulary, table / table.sum())
    if kind != "untrained":
        fit(data, model, scored=[2, 3, 4], steps=200)
    law = model.with_first(world.first()).given("", horizon=4)
    return kl_divergence(world, law).item()


figure, axes = plt.subplots(figsize=(5, 2.6), layout="constrained")
for row, kind in enumerate(kinds):
    nats = [distance(kind, seed) for seed in (0, 1, 2)]
    axes.plot(nats, [row] * 3, "o", color="C0", alpha=0.7, markersize=8)
axes.axvline(0.01, color="k", linestyle=":")
axes.axvline(0.1, color="k", linestyle=":")
axes.set_xscale("log")
ticks = [0.0001, 0.001, 0.01, 0.1, 1, 10]
axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
axes.minorticks_off()
axes.set_yticks(range(len(kinds)), kinds)
axes.set_ylim(len(kinds) - 0.5, -0.5)
axes.set_xlabel("nats from KITTEN")
plt.show()
