"""Draw how often two languages are confused, with p(x₁ | y) and without."""

import matplotlib.pyplot as plt
import torch

from firsttoken import Joint, kitten

cats = kitten()
words, p = cats.vocabulary, cats.probs
order = list(range(len(words)))
a, b = words.encode("kittens puppies")
order[a], order[b] = b, a
start = torch.zeros(8, dtype=torch.float64)
shares = {"She": 0.05, "He": 0.15, "kittens": 0.2, "puppies": 0.6}
for word, share in shares.items():
    start[words.index_of(word)] = share


def restarted(law):
    """Return a law with the first words of the other language."""
    later = law / law.sum((1, 2, 3), keepdim=True).clamp(min=1e-300)
    return Joint(words, start.reshape(-1, 1, 1, 1) * later)


def later(law):
    """Return log p(x) without its first factor, ties up to rounding."""
    first = law.first().probs.log().repeat_interleave(8**3)
    rest = (law.log_probs() - first).nan_to_num(nan=-torch.inf)
    return rest.round(decimals=12)


def error(other, score):
    """Return how often the larger score is of the wrong language."""
    wrong, scores = 0.0, (score(cats), score(other))
    for law, own, rival in zip((cats, other), scores, scores[::-1]):
        fails = (own < rival).double() + 0.5 * (own == rival)
        wrong += 50 * (law.log_probs().exp() @ fails).item()
    return wrong


others = {
    "other first words\nand last nouns": restarted(p[..., order]),
    "other first words": restarted(p),
}
figure, axes = plt.subplots(figsize=(5, 2.6), layout="constrained")
for row, other in enumerate(others.values()):
    whole, less = error(other, Joint.log_probs), error(other, later)
    axes.hlines(row, whole, less, color="k", alpha=0.2, linewidth=3)
    axes.plot(whole, row, "o", color="C0", markersize=8)
    axes.plot(less, row, "X", color="C5", markersize=9)
    if row == 0:
        axes.text(whole, -0.25, "whole", ha="right")
        axes.text(less, -0.25, "without the first")
axes.axvline(50, color="k", linestyle=":")
axes.text(49, 1.35, "a coin", ha="right")
axes.set_yticks(range(2), list(others))
axes.set_ylim(1.6, -0.6)
axes.set_xlim(0, 52)
axes.set_xlabel("sentences told apart wrongly, per cent")
axes.spines[["top", "right"]].set_visible(False)
plt.show()
