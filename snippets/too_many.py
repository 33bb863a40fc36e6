"""Full conditionals are more numbers than a law has: they must agree."""

import torch

from firsttoken import Joint, Masked, Vocabulary, conditional, free_dimensions

random = torch.Generator().manual_seed(0)


# --8<-- [start:odds]
def odds(table):
    """Return the cross-product ratios of a table, logarithms, from (a, a)."""
    log = table.log()
    return log[1:, 1:] - log[1:, :1] - log[:1, 1:] + log[:1, :1]


def tables(size):
    """Return laws of x given y, and laws of y given x, drawn separately."""
    logits = torch.randn(2, size, size, generator=random, dtype=torch.float64)
    return [logits[0].softmax(dim=0), logits[1].softmax(dim=1)]


# --8<-- [end:odds]

# --8<-- [start:count]
surplus = {}
for size in (1, 2, 3, 4):
    symbols = Vocabulary("abcd"[:size])
    p = torch.rand(size, size, generator=random, dtype=torch.float64) + 0.1
    law = Joint(symbols, p / p.sum())
    both = conditional(1, given=[2]), conditional(2, given=[1])
    parameters = 2 * size * (size - 1)
    reached = size**2 - 1 - free_dimensions(law, *both)
    surplus[size] = parameters - reached
    assert surplus[size] == odds(p).numel() == (size - 1) ** 2
assert surplus[1] == 0  # of one symbol there is nothing to disagree about
print("conditions for 1, 2, 3 and 4 symbols:", *surplus.values())
# --8<-- [end:count]

# --8<-- [start:agree]
first, second = Masked.of(law).tables
assert (first - p / p.sum(dim=0)).abs().max() < 1e-15
assert (second - p / p.sum(dim=1, keepdim=True)).abs().max() < 1e-15
assert (odds(first) - odds(second)).abs().max() < 1e-12

for size in (2, 3, 4):
    for _ in range(100):  # drawn separately, they never agree
        first, second = tables(size)
        assert (odds(first) - odds(second)).abs().max() > 1e-6
masked = Masked(symbols, [first, second])
built = []
for o, name in ((0, "a"), (3, "d")):  # Brook's formula, from (o, o)
    by_hand = first / first[o] * second[o] / second[o, o]
    law = masked.brook(f"{name} {name}")
    built.append(by_hand / by_hand.sum())
    assert (law.probs - built[-1]).abs().max() < 1e-14
assert (built[0] - built[-1]).abs().max() > 0.01  # two laws, not one
# --8<-- [end:agree]

# --8<-- [start:repair]
log = first.log()
rows = torch.randn(4, 1, generator=random, dtype=torch.float64)
second = (log + rows + torch.randn(1, 4, generator=random).double()).softmax(1)
agreed = Masked(symbols, [first, second])  # again drawn, but with equal odds
law = agreed.brook("a a")
assert (law.probs / law.probs.sum(0) - first).abs().max() < 1e-12
assert (law.probs / law.probs.sum(1, True) - second).abs().max() < 1e-12
# --8<-- [end:repair]

# --8<-- [start:three]
seen = {1: [2, 3], 2: [1, 3], 3: [1, 2]}
for size in (2, 3):  # strings of three symbols
    cube = torch.rand(3 * [size], generator=random, dtype=torch.float64) + 0.1
    law = Joint(Vocabulary("abc"[:size]), cube / cube.sum())
    each = [conditional(i, given=others) for i, others in seen.items()]
    reached = size**3 - 1 - free_dimensions(law, *each)
    assert reached == size**3 - 1
    parameters = 0
    for axis, table in enumerate(Masked.of(law).tables):
        by_hand = cube / cube.sum(dim=axis, keepdim=True)
        assert (table - by_hand).abs().max() < 1e-15
        parameters += table.numel() - size**2  # each law sums to one
    surplus = 3 * (size - 1) * size**2 - (size**3 - 1)
    assert parameters - reached == surplus
    print(f"{parameters - reached} too many for {size} symbols and n = 3")
assert parameters - reached == 28
# --8<-- [end:three]
