"""Three first laws for English, priced on beginnings that were not counted."""

from collections import Counter
from math import log

import torch
from torch.distributions import Categorical

from firsttoken import kl, topics, words

# --8<-- [start:split]
corpus = topics()
units = {
    "sentences": [words(part)[0] for part in corpus.sentences],
    "paragraphs": [words(part)[0] for part in corpus.paragraphs],
}
types = sorted(set(words(corpus.text)))
anywhere = Counter(words(corpus.text))


def law(counts, add=0.0):
    """Return the law of these counts over all types of word."""
    return Categorical(torch.tensor([counts[w] + add for w in types]).double())


uniform, unigram = law(Counter(), add=1.0), law(anywhere)
# --8<-- [end:split]

# --8<-- [start:prices]
price = {}
for unit, starts in units.items():
    seen, held_out = Counter(starts[::2]), law(Counter(starts[1::2]))
    counted = law(seen, add=1 / len(types))  # one start's worth of smoothing
    firsts = {"uniform": uniform, "unigram": unigram, "counted": counted}
    price[unit] = {n: kl(held_out, q).item() for n, q in firsts.items()}
    line = ", ".join(f"{n} {nats:.3f}" for n, nats in price[unit].items())
    print(f"{unit}: {line}")
# --8<-- [end:prices]

# --8<-- [start:check]
for unit, starts in units.items():
    assert price[unit]["counted"] < price[unit]["unigram"]
    assert price[unit]["counted"] < price[unit]["uniform"]
    entropy = law(Counter(starts[1::2])).entropy().item()
    ceiling = log(len(types)) - entropy
    assert abs(price[unit]["uniform"] - ceiling) < 1e-9

# the comma, once more: what each law gives it at the start of a sentence
comma = types.index(",")
given = {
    "uniform": uniform.probs[comma].item(),
    "unigram": unigram.probs[comma].item(),
}
assert given["unigram"] > 50 * given["uniform"]
# --8<-- [end:check]
