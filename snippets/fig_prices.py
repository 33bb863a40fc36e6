"""Draw what the first word costs, on KITTEN and on TOPICS."""

from collections import Counter
from math import log

import matplotlib.pyplot as plt
import torch
from torch.distributions import Categorical

from firsttoken import Topics, kitten, split_words, topics

world, documents = kitten(), topics().documents
types = sorted(set(split_words(topics().text)))


def smoothed(seen, over):
    """Return the law of what was seen; what is added leaves one out best."""
    total = seen.total()

    def left_out(add):
        whole = total - 1 + add * len(over)
        return sum(n * log((n - 1 + add) / whole) for n in seen.values())

    add = max((2.0**-k for k in range(-3, 13)), key=left_out)
    return [(seen[w] + add) / (total + add * len(over)) for w in over]


def costs(unit):
    """Return three costs of the first word, on documents not counted."""
    half = [
        [[split_words(p)[0] for p in getattr(Topics((d,)), unit)] for d in part]
        for part in (documents[::2], documents[1::2])
    ]
    seen, held = (Counter(w for each in part for w in each) for part in half)
    anywhere = Counter(split_words("".join(documents[::2])))
    guesses = ([1 / len(types)] * len(types),)
    guesses += tuple(smoothed(each, types) for each in (anywhere, seen))
    return [
        -sum(held[w] * log(q) for w, q in zip(types, law)) / held.total()
        for law in guesses
    ]


p = world.first().probs
pooled = sum(world.marginal(t).log_probs().exp() for t in (1, 2, 3, 4)) / 4
torch.manual_seed(0)
sample = world.sample((1000,))[:, 0].bincount(minlength=8) + 1.0
guesses = (Categorical(torch.ones(8)), Categorical(pooled), Categorical(sample))
exact = [-(p * guess.probs.double().log()).sum().item() for guess in guesses]

shown = {
    "KITTEN": exact,
    "sentences of\nhelp texts": costs("sentences"),
    "paragraphs of\nhelp texts": costs("paragraphs"),
}
figure, axes = plt.subplots(figsize=(5, 3.4), layout="constrained")
for row, three in enumerate(shown.values()):
    for shift, cost in enumerate(three):
        place = row + 0.27 * (shift - 1)
        axes.barh(place, cost, height=0.22, color=f"C{shift + 1}")
        axes.text(cost + 0.1, place, f"{cost:.2f}", va="center")
axes.vlines(world.first().entropy().item(), -0.45, 0.45, color="C0", ls=":")
axes.set_yticks(range(len(shown)), list(shown))
axes.invert_yaxis()
axes.set_xlim(0, 9.6)
axes.set_xlabel("cost of the first word, nats a text")
axes.spines[["top", "right"]].set_visible(False)
names = ("uniform", "words anywhere", "counted beginnings")
bars = [plt.Rectangle((0, 0), 1, 1, color=f"C{each}") for each in (1, 2, 3)]
axes.legend(bars, names, frameon=False, loc="upper right")
plt.show()
