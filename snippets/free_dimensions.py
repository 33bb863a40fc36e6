"""The verdict table, as far as a Jacobian can compute it."""

from itertools import combinations

import torch

from firsttoken import Joint, Vocabulary, conditional, free_dimensions


def stationarity(p):
    """Return 0, for each pair, if the first two are as the last two."""
    return p.sum(dim=-1) - p.sum(dim=0)


# --8<-- [start:worlds]
random = torch.Generator().manual_seed(0)
vocabulary, n = Vocabulary("abc"), 3
size = len(vocabulary)
draws = 5
tables = torch.rand(draws, 3, 3, 3, generator=random, dtype=torch.float64)
tables += 0.01
worlds = [Joint(vocabulary, table / table.sum()) for table in tables]

# a stream that looks alike everywhere, and that is no Markov chain
move = torch.tensor([[0.8, 0.2], [0.4, 0.6]], dtype=torch.float64)
emit = torch.tensor([[0.6, 0.3, 0.1], [0.1, 0.2, 0.7]], dtype=torch.float64)
start = torch.tensor([2 / 3, 1 / 3], dtype=torch.float64)
path = "i, ia, ij, jb, jk, kc -> abc"
windows = torch.einsum(path, start, emit, move, emit, move, emit)
stream = Joint(vocabulary, windows)
assert stationarity(windows).abs().max() < 1e-15
# --8<-- [end:worlds]

# --8<-- [start:setups]
first = conditional(1)
second, third = conditional(2, given=[1]), conditional(3, given=[1, 2])
others = {1: [2, 3], 2: [1, 3], 3: [1, 2]}
masks = [  # all twelve of them
    conditional(i, given=seen)
    for i, rest in others.items()
    for shown in range(n)
    for seen in combinations(rest, shown)
]
setups = {
    "full": (worlds, [first, second, third]),
    "no start": (worlds, [second, third]),
    "implied": ([stream], [second, third, stationarity]),
    "prompt": (worlds, [third]),
    "masked": (worlds, [conditional(i, given=others[i]) for i in others]),
    "any mask": (worlds, masks),
}
free = {}
for name, (laws, features) in setups.items():
    (free[name],) = {free_dimensions(law, *features) for law in laws}
print(free)
# --8<-- [end:setups]

# --8<-- [start:check]
assert free["full"] == free["any mask"] == 0
assert free["no start"] == size - 1
assert free["prompt"] == size**2 - 1
assert free["implied"] == free["masked"] == 0
assert free_dimensions(stream, second, third) == size - 1  # without it
for name, ((law, *_), features) in setups.items():
    for t in (1e-4, 1e-12):
        assert free_dimensions(law, *features, tolerance=t) == free[name]
# --8<-- [end:check]


# --8<-- [start:differences]
def nullity(law, features, step=1e-5):
    """Count again, by differences along the directions that sum to zero."""
    columns = []
    for place in range(1, size**n):
        push = torch.zeros(size**n, dtype=torch.float64)
        push[0], push[place] = -step, step
        push = push.reshape(3, 3, 3)
        ends = [
            torch.cat([f(law.probs + sign * push).flatten() for f in features])
            for sign in (1, -1)
        ]
        columns.append((ends[0] - ends[1]) / (2 * step))
    sizes = torch.linalg.svdvals(torch.stack(columns))
    return int((sizes < 1e-6 * sizes.max()).sum()) + max(26 - len(sizes), 0)


for name, ((law, *_), features) in setups.items():
    assert nullity(law, features) == free[name]
# --8<-- [end:differences]
