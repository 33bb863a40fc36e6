"""Draw what a memory of one symbol misses of KITTEN, in each order."""

from itertools import pairwise, permutations

import matplotlib.pyplot as plt

from firsttoken import kitten

world = kitten()
words = ["She", "loves", "smol", "kittens"]


def entropy(*positions):
    """Return H of these positions, in nats."""
    return world.marginal(*positions).entropy().item()


costs = {}
for order in permutations((1, 2, 3, 4)):
    if order < order[::-1]:  # the reverse order has the same family
        links = [entropy(a, b) - entropy(a) for a, b in pairwise(order)]
        costs[order] = entropy(order[0]) + sum(links) - entropy(1, 2, 3, 4)

ranked = sorted(costs, key=costs.get)
rows = range(len(ranked))
figure, axes = plt.subplots(figsize=(5, 3.9), layout="constrained")
values = [costs[order] for order in ranked]
axes.hlines(rows, 0, values, color="C0", alpha=0.3, linewidth=3)
axes.plot(values, rows, "o", color="C0")
reading = ranked.index((1, 2, 3, 4))
axes.plot(values[reading], reading, "D", color="C0", markersize=8)
spot = (values[reading] + 0.012, reading)
axes.annotate("the order of reading", spot, va="center")
names = [" ".join(words[place - 1] for place in order) for order in ranked]
axes.set_yticks(rows, names)
axes.invert_yaxis()
axes.set_xlim(left=0)
axes.set_xlabel("nats that the best law of the family misses")
axes.spines[["top", "right"]].set_visible(False)
plt.show()
