"""The chain rule on KITTEN, in every order, each side by itself."""

from itertools import permutations
from math import prod

from firsttoken import kitten

# --8<-- [start:joint]
world = kitten()
mode = world.encode("She loves smol kittens")
probability = world.log_prob(mode).exp().item()
# --8<-- [end:joint]

# --8<-- [start:factors]
words = ["She", "loves", "smol", "kittens"]
model = world.causal()
factors = []
for t, word in enumerate(words):
    before = " ".join(words[:t])  # nothing, at first
    law = model.given(before, horizon=1)
    factors.append(law.log_prob(law.encode(word)).exp().item())
    print(f"p({word} | {before or 'nothing'}) = {factors[-1]:.2f}")

product = prod(factors)
assert abs(product - probability) < 1e-15
assert abs(product - 0.5 * 0.8 * 0.75 * 0.7) < 1e-15  # as KITTEN is defined
print(f"product {product:.2f}, joint {probability:.2f}")
# --8<-- [end:factors]

# --8<-- [start:orders]
strings = world.enumerate_support()  # all of V⁴, possible or not
joint = world.log_prob(strings).exp()
errors = []
for order in permutations(range(4)):
    reordered = world.marginal(*(axis + 1 for axis in order))
    by_factors = reordered.causal().given("", horizon=4)
    right = by_factors.log_prob(strings[:, list(order)]).exp()
    errors.append((right - joint).abs().max().item())

orders, worst = len(errors), max(errors)
assert orders == 24
assert worst < 1e-15
# --8<-- [end:orders]

# --8<-- [start:by_hand]
table = {tuple(x.tolist()): p.item() for x, p in zip(strings, joint)}
possible = {x: p for x, p in table.items() if p > 0}


def total(prefix):
    return sum(p for x, p in possible.items() if x[: len(prefix)] == prefix)


for x, p in table.items():
    factor = 1.0
    for t in range(4):
        seen = total(x[:t])
        factor *= total(x[: t + 1]) / seen if seen > 0 else 0.0
    assert abs(factor - p) < 1e-15
# --8<-- [end:by_hand]

print(f"{orders} orders, {len(strings):,} strings, {len(possible)} possible")
print(f"largest difference between the two sides: {worst:.0e}")
