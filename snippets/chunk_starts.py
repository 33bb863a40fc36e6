"""A start symbol before every chunk learns how chunks start."""

from collections import Counter
from math import log

import torch
from torch.distributions import Categorical

from firsttoken import Stream, kl, topics, tv

# --8<-- [start:chunks]
corpus = topics()
symbols = sorted(set(corpus.text))
index = {symbol: i for i, symbol in enumerate(symbols)}
documents = [[index[c] for c in each] for each in corpus.documents]
bos, length = len(symbols), 8
stream = Stream.chunks(documents, before=bos, length=length)
rows = stream.rows()
assert (rows.inputs[:, 0] == bos).all()
after = rows.targets[:, 0].bincount(minlength=len(symbols))
# --8<-- [end:chunks]

# --8<-- [start:by_hand]
chunks = Counter(corpus.text[: len(corpus.text) - length + 1])
starts = Counter(document[0] for document in corpus.documents)
assert after.tolist() == [chunks[c] for c in symbols]
total, count = chunks.total(), starts.total()
nats = sum(
    n / count * log(n / count / (chunks[c] / total)) for c, n in starts.items()
)
# --8<-- [end:by_hand]

# --8<-- [start:price]
first = torch.tensor([document[0] for document in documents])
start = Categorical(first.bincount(minlength=len(symbols)).double())
chunk = Categorical(after.double())
uniform = log(len(symbols)) - start.entropy().item()
price = kl(start, chunk).item()
assert abs(price - nats) < 1e-12
assert price > uniform
distance = tv(start, chunk).item()
apart = sum(abs(starts[c] / count - chunks[c] / total) for c in symbols) / 2
assert abs(distance - apart) < 1e-12
print(f"price {price:.3f} nats, uniform {uniform:.3f}, TV {distance:.3f}")
# --8<-- [end:price]
