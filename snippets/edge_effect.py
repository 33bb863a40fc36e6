"""Random crops of a finite text: as near to stationary as one token is."""

import torch
from torch.distributions import Categorical

from firsttoken import Stream, stationary_law, topics, tv

# --8<-- [start:crops]
text = topics().text[:5000]
symbols = sorted(set(text))
index = {symbol: i for i, symbol in enumerate(symbols)}
tokens = [index[c] for c in text]
ends = [text[-length] == text[0] for length in range(1, 2000)]
apart, alike = ends.index(False) + 1, ends.index(True) + 1
# --8<-- [end:crops]

# --8<-- [start:distance]
distance = {}
for length in (apart, alike):
    rows = Stream.crops([tokens], length=length).rows()
    first, second = rows.inputs[:, 0], rows.targets[:, 0]
    assert first.tolist() == tokens[:-length]
    assert second.tolist() == [*tokens[1:], None][:-length]
    laws = [
        Categorical(place.bincount(minlength=len(symbols)).double())
        for place in (first, second)
    ]
    distance[length] = tv(*laws).item()
# --8<-- [end:distance]

# --8<-- [start:check]
bound = 1 / (len(text) - apart)
assert abs(distance[apart] / bound - 1) < 1e-9
assert distance[alike] < 1e-15
print(f"length {apart}: {distance[apart]:.4e}; length {alike}: 0")
# --8<-- [end:check]

# --8<-- [start:once]
once = [0, 1] * 50 + [2, 3] * 50  # two words of one language, two of another
rows = Stream.crops([once], length=9).rows()
first, second = rows.inputs[:, 0], rows.targets[:, 0]
pairs = (4 * first + second).bincount(minlength=16).reshape(4, 4).double()
implied = stationary_law(pairs / pairs.sum(dim=1, keepdim=True))
assert (implied - torch.tensor([0, 0, 0.5, 0.5])).abs().max() < 1e-12
# --8<-- [end:once]
