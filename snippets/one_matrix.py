"""Both answers in one matrix: a row of it, and what it leaves as it is."""

from collections import Counter

import torch

from firsttoken import Stream, stationary_law, topics

# --8<-- [start:matrix]
documents = topics().documents
symbols = sorted(set("".join(documents)))
index = {symbol: i for i, symbol in enumerate(symbols)}
each = [[index[c] for c in document] for document in documents]
sep = len(symbols)
rows = Stream.packed(each, separator=sep, length=1).rows()
size = sep + 1
pairs = (size * rows.inputs + rows.targets)[:, 0]
kernel = pairs.bincount(minlength=size**2).reshape(size, size).double()
kernel /= kernel.sum(dim=1, keepdim=True)
# --8<-- [end:matrix]

# --8<-- [start:starts]
first = Counter(document[0] for document in documents)
starts = torch.tensor([first[c] for c in symbols]) / len(documents)
assert (kernel[sep, :sep] - starts).abs().max() < 1e-6
assert kernel[sep, sep] == 0
# --8<-- [end:starts]

# --8<-- [start:positions]
law = stationary_law(kernel)
mean = sum(map(len, documents)) / len(documents)
inside = Counter("".join(documents))
expected = torch.tensor([inside[c] for c in symbols]).double()
expected /= len(documents)  # of each symbol in a document
assert (law[:sep] - expected / (1 + mean)).abs().max() < 1e-12
assert abs(law[sep] - 1 / (1 + mean)) < 1e-12
print(f"one position in {1 / law[sep]:,.0f} is a separator")
# --8<-- [end:positions]
