"""What a text costs a masked model, in one order, on average, by its loss."""

from itertools import combinations, permutations
from math import exp, log
from random import Random

random = Random(0)
n = 3
places = range(n)
asked = {  # for each word of one text and what is seen of it, a probability
    (place, seen): random.uniform(0.05, 0.95)
    for place in places
    for size in range(n)
    for seen in combinations([i for i in places if i != place], size)
}


# --8<-- [start:orders]
def cost(order):
    """Return what the text costs, written in one order: a sum by the chain."""
    seen = [tuple(sorted(order[:t])) for t in range(n)]
    return -sum(log(asked[i, before]) for i, before in zip(order, seen))


costs = [cost(order) for order in permutations(places)]
mean = sum(costs) / len(costs)
exact = -log(sum(exp(-each) for each in costs) / len(costs))
print(f"left to right {costs[0]:.3f}, mean over the orders {mean:.3f}")
print(f"of the law that draws an order first {exact:.3f}")
# --8<-- [end:orders]
assert exact < mean <= max(costs)


# --8<-- [start:masks]
def loss(hidden):
    """Return the loss of a mask: the mean cost of what it hides, n times."""
    seen = tuple(i for i in places if i not in hidden)
    return n * sum(-log(asked[i, seen]) for i in hidden) / len(hidden)


masks = {k: list(combinations(places, k)) for k in range(1, n + 1)}
bound = sum(sum(map(loss, some)) / len(some) for some in masks.values()) / n
draws = [loss(random.choice(masks[random.randint(1, n)])) for _ in range(128)]
print(f"over all masks {bound:.3f}, by 128 of them {sum(draws) / 128:.3f}")
# --8<-- [end:masks]
assert abs(bound - mean) < 1e-12  # the loss bounds the exact cost from above
assert abs(sum(draws) / 128 - bound) < 0.5
