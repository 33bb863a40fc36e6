"""A text in a circle: its chain is irreducible, and implies its counts."""

from collections import Counter
from itertools import pairwise

import torch

from firsttoken import recurrent_classes, stationary_law, topics

# --8<-- [start:chain]
text = topics().text


def chain(order):
    """Return the chain of k-grams of the text in a circle, and their counts."""
    circle = text + text[:order]
    grams = [circle[at : at + order] for at in range(len(text) + 1)]
    counts = Counter(grams[:-1])
    index = {gram: row for row, gram in enumerate(counts)}
    moves = Counter(pairwise(grams))
    places = [[index[a] for a, _ in moves], [index[b] for _, b in moves]]
    shares = [number / counts[a] for (a, _), number in moves.items()]
    sparse = torch.sparse_coo_tensor(
        places, shares, dtype=torch.float64, check_invariants=True
    )
    return sparse, torch.tensor(list(counts.values())).double() / len(text)


# --8<-- [end:chain]

# --8<-- [start:letters]
letters, frequency = chain(1)
dense = letters.to_dense()
assert recurrent_classes(dense) == [list(range(len(dense)))]
law = stationary_law(dense)
assert (law - frequency).abs().max() < 1e-12
# --8<-- [end:letters]

# --8<-- [start:pairs]
pairs, frequency = chain(2)
assert recurrent_classes(pairs) == [list(range(len(frequency)))]
law = stationary_law(pairs)
distance = (law - frequency).abs().sum().item() / 2
assert distance < 1e-10
print(f"{len(dense)} characters, {len(frequency):,} pairs: {distance:.0e}")
# --8<-- [end:pairs]
