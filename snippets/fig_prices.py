"""Draw what three first laws cost, on KITTEN and on TOPICS."""

from collections import Counter

import matplotlib.pyplot as plt
import torch
from torch.distributions import Categorical

from firsttoken import kitten, kl, topics, words

world, corpus = kitten(), topics()
pooled = sum(world.marginal(t).log_probs().exp() for t in (1, 2, 3, 4))
types = sorted(set(words(corpus.text)))
anywhere = Counter(words(corpus.text))


def law(counts, add=0.0):
    """Return the law of these counts over all types of word."""
    return Categorical(torch.tensor([counts[w] + add for w in types]).double())


firsts = {
    "KITTEN": (world.first(), Categorical(pooled), world.first()),
}
for name, parts in (
    ("paragraphs of\nhelp texts", corpus.paragraphs),
    ("sentences of\nhelp texts", corpus.sentences),
):
    starts = [words(part)[0] for part in parts]
    counted = law(Counter(starts[::2]), add=1 / len(types))
    firsts[name] = (law(Counter(starts[1::2])), law(anywhere), counted)

figure, axes = plt.subplots(figsize=(5, 3.4), layout="constrained")
for row, (truth, unigram, counted) in enumerate(firsts.values()):
    uniform = Categorical(torch.ones_like(truth.probs))
    for shift, guess in enumerate((uniform, unigram, counted)):
        cost = kl(truth, guess).item()
        place = row + 0.27 * (shift - 1)
        axes.barh(place, cost, height=0.22, color=f"C{shift}")
        axes.text(cost + 0.06, place, f"{cost:.2f}", va="center")
axes.set_yticks(range(len(firsts)), list(firsts))
axes.invert_yaxis()
axes.set_xlim(0, 4.9)
axes.set_xlabel("price of the first law, nats a text")
axes.spines[["top", "right"]].set_visible(False)
names = ("uniform", "words anywhere", "counted beginnings")
bars = [plt.Rectangle((0, 0), 1, 1, color=f"C{each}") for each in range(3)]
axes.legend(bars, names, frameon=False, loc="upper right")
plt.show()
