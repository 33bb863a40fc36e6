"""Draw the excess of prompts before tuning, after it, and from nothing."""

from math import log

import matplotlib.pyplot as plt
import torch
from torch.distributions import kl_divergence

from firsttoken import Causal, Joint, Transformer, Vocabulary, fit, kitten

vocabulary = Vocabulary([*kitten().vocabulary, "^"])
world = kitten().over(vocabulary)
order = list(range(len(vocabulary)))
a, b = vocabulary.index_of("kittens"), vocabulary.index_of("puppies")
order[a], order[b] = b, a
task = Joint(vocabulary, world.probs[..., order])


def excess(law, model):
    """Return the excess of the prompt, and that of the response."""
    q = model.given("", horizon=4)
    prompt = kl_divergence(law.marginal(1, 2), q.prefix(2)).item()
    return prompt, kl_divergence(law, q).item() - prompt


def network(seed):
    return Causal(
        Transformer(vocabulary, 4, seed=seed), before="^", excluded=["^"]
    )


runs = {"trained on both": [], "tuned": [], "tuned from nothing": []}
for seed in range(3):
    model, fresh = network(seed), network(seed)
    fit(world, model, scored=[1, 2, 3, 4], steps=200, rate=0.02)
    runs["trained on both"].append(excess(world, model))
    fit(task, model, scored=[3, 4], steps=150, rate=0.002)
    runs["tuned"].append(excess(task, model))
    fit(task, fresh, scored=[3, 4], steps=150, rate=0.02)
    runs["tuned from nothing"].append(excess(task, fresh))

figure, axes = plt.subplots(figsize=(5, 3.2), layout="constrained")
for row, each in enumerate(runs.values()):
    prompts, responses = zip(*each)
    first = row == 0
    name = "the prompt" if first else None
    spots = [row - 0.12] * len(each)
    axes.plot(prompts, spots, "o", color="C5", label=name, alpha=0.7)
    name = "the response" if first else None
    spots = [row + 0.12] * len(each)
    axes.plot(responses, spots, "s", color="C0", label=name, alpha=0.7)
uniform = 2 * log(8) - world.marginal(1, 2).entropy().item()
axes.axvline(uniform, color="C1", linestyle="--")
axes.text(uniform, -0.6, "uniform prompts ", color="C1", ha="right")
axes.set_xscale("log")
axes.set_yticks(range(3), list(runs))
axes.set_ylim(2.5, -0.9)
axes.set_xlabel("excess, nats")
axes.spines[["top", "right"]].set_visible(False)
figure.legend(loc="outside lower center", ncols=2, frameon=False)
plt.show()
