"""Twelve orders of KITTEN, each with its reverse, miss different amounts."""

from itertools import pairwise, permutations

import torch

from firsttoken import kitten

world = kitten()


# --8<-- [start:miss]
def miss(order):
    """Return what a memory of one word misses in this order, in nats."""
    cost = world.marginal(order[0]).entropy() - world.entropy()
    for before, here in pairwise(order):  # H(x₍here₎ | x₍before₎)
        cost += world.marginal(before, here).entropy()
        cost -= world.marginal(before).entropy()
    return cost.item()


# --8<-- [end:miss]

# --8<-- [start:twelve]
costs = {order: miss(order) for order in permutations((1, 2, 3, 4))}
amounts = sorted({round(cost, 9) for cost in costs.values()})
assert len(amounts) == len(costs) / 2 == 12
for order, cost in costs.items():
    assert abs(cost - costs[order[::-1]]) < 1e-12
assert min(b - a for a, b in pairwise(amounts)) > 1e-4
assert amounts.index(round(costs[1, 2, 3, 4], 9)) == 1  # reading is second best
# --8<-- [end:twelve]

# --8<-- [start:by_hand]
p = world.probs
kept = p.sum(dim=(2, 3))  # She loves, and so on
pairs = (p.sum(dim=(0, 3)), p.sum(dim=(0, 1)))
chain = kept[:, :, None, None]
for place, pair in enumerate(pairs):
    factor = (pair / pair.sum(dim=1, keepdim=True)).nan_to_num(nan=0.0)
    chain = chain * factor.reshape(
        [1] * (place + 1) + [8, 8] + [1] * (1 - place)
    )
reading = (torch.xlogy(p, p) - torch.xlogy(p, chain)).nan_to_num(nan=0.0).sum()
assert abs(costs[1, 2, 3, 4] - reading) < 1e-12
print(f"from {amounts[0]:.4f} to {amounts[-1]:.4f} nats")
# --8<-- [end:by_hand]
