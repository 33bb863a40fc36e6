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
implied, flat = Categorical(law), Categorical(torch.ones(size).double())
assert (law - tokens.bincount() / len(tokens)).abs().max() < 1e-7
units = {"help texts": corpus.documents, "paragraphs": corpus.paragraphs}
# --8<-- [end:laws]

# --8<-- [start:prices]
price, uniform = {}, {}
for unit, parts in units.items():
    counts = Counter(part.lstrip()[0] for part in parts)
    starts = torch.tensor([counts[c] for c in symbols]).double()
    price[unit] = kl(Categorical(starts), implied).item()
    uniform[unit] = kl(Categorical(starts), flat).item()
    assert price[unit] > 1.5 * uniform[unit]
    print(f"{unit}: {price[unit]:.3f}, uniform {uniform[unit]:.3f}")
# --8<-- [end:prices]

# --8<-- [start:by_hand]
everywhere = Counter(corpus.text)
for unit, parts in units.items():
    nats = floor = 0.0
    for c, n in Counter(part.lstrip()[0] for part in parts).items():
        share = n / len(parts)
        nats += share * log(share / (everywhere[c] / len(corpus.text)))
        floor += share * log(share * size)
    assert abs(price[unit] - nats) < 1e-9
    assert abs(uniform[unit] - floor) < 1e-9
# --8<-- [end:by_hand]
