"""Where a text starts is no random place in it."""

from collections import Counter
from math import log

import torch
from torch.distributions import Categorical

from firsttoken import kl, stationary_law, topics

# --8<-- [start:laws]
corpus = topics()
symbols = sorted(set(corpus.text))
tokens = torch.tensor([symbols.index(c) for c in corpus.text])
size = len(symbols)
pairs = (size * tokens + tokens.roll(-1)).bincount(minlength=size**2)
kernel = pairs.reshape(size, size).double()
law = stationary_law(kernel / kernel.sum(1, keepdim=True))
assert (law - tokens.bincount() / len(tokens)).abs().max() < 1e-7
every = torch.ones(size).double()
solid = torch.tensor([not c.isspace() for c in symbols]).double()
parts = corpus.paragraphs
white = sum(part[0].isspace() for part in parts) / len(parts)
units = {
    "help texts": (corpus.documents, every),
    "paragraphs": ([part.lstrip() for part in parts], solid),
    "indented": (parts, every),
}
# --8<-- [end:laws]

# --8<-- [start:prices]
price, uniform = {}, {}
for unit, (texts, over) in units.items():
    counts = Counter(text[0] for text in texts)
    starts = Categorical(torch.tensor([counts[c] for c in symbols]).double())
    price[unit] = kl(starts, Categorical(law * over)).item()
    uniform[unit] = kl(starts, Categorical(over)).item()
    print(f"{unit}: {price[unit]:.3f}, uniform {uniform[unit]:.3f}")
# --8<-- [end:prices]

# --8<-- [start:worse]
assert price["help texts"] > 1.5 * uniform["help texts"]
assert price["paragraphs"] > 1.5 * uniform["paragraphs"]
assert price["indented"] < uniform["indented"]
# --8<-- [end:worse]

# --8<-- [start:by_hand]
everywhere = Counter(corpus.text)
begins = Counter(part[0] for part in parts)
black = sum(n for c, n in begins.items() if c.strip())
assert abs(white - (1 - black / begins.total())) < 1e-12
for unit, (texts, over) in units.items():
    nats = floor = 0.0
    among = [c for c, counted in zip(symbols, over) if counted]
    total = sum(everywhere[c] for c in among)
    for c, n in Counter(text[0] for text in texts).items():
        share = n / len(texts)
        nats += share * log(share / (everywhere[c] / total))
        floor += share * log(share * len(among))
    assert abs(price[unit] - nats) < 1e-9
    assert abs(uniform[unit] - floor) < 1e-9
# --8<-- [end:by_hand]
