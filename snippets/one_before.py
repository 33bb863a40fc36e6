"""Every order gives the same law, but not the same family of laws."""

from itertools import pairwise, permutations

import torch
from torch.distributions import kl_divergence

from firsttoken import Joint, kitten

world = kitten()


# --8<-- [start:nearest]
def chain(first, factors):
    """Return the law with this first factor and those of one symbol before."""
    q = first
    for factor in factors:
        q = q[..., None] * factor.reshape([1] * (q.ndim - 1) + [8, 8])
    return Joint(world.vocabulary, q)


def nearest(order):
    """Return the law of the family of this order that takes p's factors."""
    factors = []
    for before, here in pairwise(order):
        pair = world.marginal(before, here).probs
        assert abs(pair.sum() - 1) < 1e-12
        factor = pair / pair.sum(dim=1, keepdim=True)
        factors.append(factor.nan_to_num(nan=1 / 8))  # 0/0: any law
    return chain(world.marginal(order[0]).probs, factors)


costs = {}
for order in permutations((1, 2, 3, 4)):
    costs[order] = kl_divergence(world.marginal(*order), nearest(order)).item()
# --8<-- [end:nearest]


# --8<-- [start:information]
def entropy(*positions):
    """Return H of these positions, from the table of KITTEN."""
    rest = [axis for axis in range(4) if axis + 1 not in positions]
    table = world.probs.sum(dim=rest) if rest else world.probs
    return -torch.xlogy(table, table).sum().item()


by_hand = []
for order, cost in costs.items():
    information = 0.0  # I(x₃; x₁ | x₂) + I(x₄; x₁x₂ | x₃), in this order
    for t in (2, 3):
        past, last, here = order[: t - 1], order[t - 1], order[t]
        information += entropy(*past, last) + entropy(last, here)
        information -= entropy(last) + entropy(*past, last, here)
    by_hand.append(information)
    assert abs(cost - information) < 1e-12
    assert abs(cost - costs[order[::-1]]) < 1e-12  # the reverse: the same
# --8<-- [end:information]

# --8<-- [start:others]
random = torch.Generator().manual_seed(0)
order = (1, 2, 3, 4)
p, near = world.probs, nearest(order).probs
for _ in range(100):
    tables = torch.rand(4, 8, 8, generator=random, dtype=torch.float64)
    tables /= tables.sum(dim=-1, keepdim=True)
    member = chain(tables[0, 0], tables[1:]).probs
    assert abs(member.sum() - 1) < 1e-12
    away = (torch.xlogy(p, p) - torch.xlogy(p, member)).sum()
    further = (torch.xlogy(near, near) - torch.xlogy(near, member)).sum()
    assert abs(away - costs[order] - further) < 1e-12  # so away > costs[order]
# --8<-- [end:others]

# --8<-- [start:compare]
reading = costs[1, 2, 3, 4]
best, worst = min(costs.values()), max(costs.values())
assert worst > reading > best > 0
for order in ((1, 2, 3, 4), (3, 2, 1, 4), (1, 3, 4, 2)):
    print(f"{order} misses {costs[order]:.4f} nats")
assert abs(best - min(by_hand)) < 1e-12
assert abs(worst - max(by_hand)) < 1e-12
# --8<-- [end:compare]
