"""Draw what a start symbol costs when one of its hypotheses fails."""

import matplotlib.pyplot as plt
import torch
from torch.distributions import Categorical

from firsttoken import (
    Causal,
    Stream,
    Transformer,
    Vocabulary,
    fit,
    kitten,
    kl,
    topics,
)

world = kitten()
marked = Vocabulary([*world.vocabulary, "⊥"])
law = world.over(marked)


def price(before, scored, excluded=("⊥",)):
    """Return what the first law after ⊥ costs, behind some training."""
    network = Transformer(marked, 4, width=16)
    model = Causal(network, before=before, excluded=excluded)
    fit(law, model, scored=scored, steps=200 if excluded else 100)
    asked = Causal(network, before="⊥", excluded=excluded)
    if not excluded:  # the mass that is lost in all four words
        q = asked.given("", horizon=4).log_probs().exp()
        words = (law.enumerate_support() != 8).all(dim=1)
        return -q[words].sum().log().item()
    start = asked.given("", horizon=1).log_probs().exp()[:8]
    return kl(world.first(), Categorical(start)).item()


def help_texts():
    """Return the price of BOS before every chunk, and the uniform one."""
    corpus = topics()
    symbols = sorted(set(corpus.text))
    index = {symbol: i for i, symbol in enumerate(symbols)}
    documents = [[index[c] for c in each] for each in corpus.documents]
    chunks = Stream.chunks(documents, before=len(symbols), length=1)
    counts = chunks.rows().targets[:, 0].bincount()
    first = torch.tensor([each[0] for each in documents]).bincount(
        minlength=len(symbols)
    )
    start = Categorical(first.double())
    uniform = Categorical(torch.ones_like(start.probs))
    chunk = Categorical(counts.double())
    return kl(start, chunk).item(), kl(start, uniform).item()


guess = kl(world.first(), Categorical(torch.ones(8))).item()
every = [1, 2, 3, 4]
rows = {
    "nothing broken": (price("⊥", every), guess),
    "never trained": (price(None, [2, 3, 4]), guess),
    "before windows\n(help texts)": help_texts(),
    "loss masked": (price("⊥", [2, 3, 4]), guess),
    "may be written": (price("⊥", every, excluded=()), guess),
}
figure, axes = plt.subplots(figsize=(5, 3.4), layout="constrained")
for row, (cost, uniform) in enumerate(rows.values()):
    axes.hlines(row, *sorted((cost, uniform)), color="k", alpha=0.3)
    axes.plot(cost, row, "o", color="C4", markersize=8)
    axes.plot(uniform, row, "|", color="C1", markersize=18, markeredgewidth=2)
axes.set_xscale("log")
ticks = [0.0001, 0.001, 0.01, 0.1, 1, 10]
axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
axes.minorticks_off()
axes.set_xlim(4e-5, 60)
axes.set_yticks(range(len(rows)), list(rows))
axes.set_ylim(len(rows) - 0.4, -0.9)
axes.text(guess, -0.5, "uniform law", ha="center")
axes.text(rows["nothing broken"][0], -0.35, "⊥", ha="center")
axes.set_xlabel("price, nats a text")
axes.spines[["top", "right"]].set_visible(False)
plt.show()
