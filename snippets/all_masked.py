"""Asked at every mask, a model has one joint law for each order."""

from itertools import permutations

import torch

from firsttoken import Joint, Vocabulary, conditional, tv

# --8<-- [start:pieces]
vocabulary, n = Vocabulary("abc"), 3
random = torch.Generator().manual_seed(0)
orders = list(permutations(range(1, n + 1)))


def asked(order):
    """Return what an order asks for: a position, and what is seen."""
    return [(i, frozenset(order[:t])) for t, i in enumerate(order)]


def drawn(i, seen):
    """Return laws of x_i given x_seen, drawn at random."""
    shape = [3 if place in (i, *seen) else 1 for place in range(1, n + 1)]
    logits = torch.randn(shape, generator=random, dtype=torch.float64)
    return logits.softmax(dim=i - 1)


pieces = {key: drawn(*key) for order in orders for key in asked(order)}
# --8<-- [end:pieces]

# --8<-- [start:laws]
laws = {}
for order in orders:
    table = torch.ones(1).double()
    for key in asked(order):
        table = table * pieces[key]
    laws[order] = Joint(vocabulary, table)  # refuses any sum but one
mixture = sum(law.probs for law in laws.values()) / len(orders)
assert abs(mixture.sum() - 1) < 1e-12
left, right = laws[(1, 2, 3)], laws[(3, 2, 1)]
apart = tv(left, right).item()
assert abs(apart - (left.probs - right.probs).abs().sum() / 2) < 1e-12
assert apart > 0.1
print(f"{len(pieces)} laws, {len(orders)} orders; two are {apart:.2f} apart")
# --8<-- [end:laws]

# --8<-- [start:right]
p = mixture  # any law will do
true = {key: conditional(key[0], given=key[1])(p) for key in pieces}
for order in orders:
    table = torch.ones(1).double()
    for key in asked(order):
        shape = pieces[key].shape
        table = table * true[key].reshape(shape)
    assert (table - p).abs().max() < 1e-15
# --8<-- [end:right]

# --8<-- [start:never]
rate, length = 0.15, 16
chance = rate**length  # that all of sixteen tokens are masked
assert chance < 1e-13
# --8<-- [end:never]
