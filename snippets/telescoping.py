"""The chain of the original essay, folded up line by line."""

from itertools import pairwise

import torch

from firsttoken import kitten

# --8<-- [start:pieces]
world = kitten()
# p(x₁), p(x₁, x₂), p(x₁, x₂, x₃) and p(x₁, x₂, x₃, x₄)
joints = [world.marginal(*range(1, t + 1)).probs for t in (1, 2, 3, 4)]


def conditional(t, filler):
    """Return p(x_t | x_<t), with a filler wherever it is 0/0."""
    ratio = joints[t - 1] / joints[t - 2][..., None]
    return ratio.nan_to_num(nan=filler)


# --8<-- [end:pieces]


# --8<-- [start:lines]
def lines(filler):
    """Return the product that stands in each line, for all strings."""
    p2, p3, p4 = (conditional(t, filler) for t in (2, 3, 4))
    p1, p12, p123, p1234 = joints
    return [
        p4 * p3[..., None] * p2[..., None, None] * p1[:, None, None, None],
        p4 * p3[..., None] * p12[..., None, None],
        p4 * p123[..., None],
        p1234,
    ]


gaps = []
for filler in (0.0, 1 / 8, 1.0):  # any value will do
    chain = lines(filler)
    for above, below in pairwise(chain):
        gaps.append((above - below).abs().max().item())
worst = max(gaps)
assert worst < 1e-15
count = chain[0].numel()
assert count == len(world.vocabulary) ** 4
print(f"{count:,} strings, {len(chain)} lines, {worst:.0e} apart")
# --8<-- [end:lines]

# --8<-- [start:sentence]
at = world.encode("She loves smol kittens").tolist()
heads = [joint[tuple(at[: joint.ndim])].item() for joint in joints]
lasts = [heads[0]]  # p(x₁), and then p(x₂ | x₁) and so on
lasts += [conditional(t, 0.0)[tuple(at[:t])].item() for t in (2, 3, 4)]

product = 1.0
for t, chance in enumerate([0.5, 0.8, 0.75, 0.7]):  # as KITTEN is defined
    product *= chance
    assert abs(heads[t] - product) < 1e-15
    assert abs(lasts[t] - chance) < 1e-15
values = [line[tuple(at)].item() for line in lines(0.0)]
assert max(abs(value - product) for value in values) < 1e-15
# --8<-- [end:sentence]

# --8<-- [start:first_line]
# the top line again, from the table of KITTEN and nothing else
strings = world.enumerate_support()
p = world.log_prob(strings).exp()
top = torch.ones_like(p)
seen = torch.ones_like(p)
for t in (1, 2, 3, 4):
    places = 8 ** torch.arange(t)
    group = (strings[:, :t] * places).sum(dim=1)
    sums = torch.zeros(8**t, dtype=torch.float64).index_add_(0, group, p)
    top *= (sums[group] / seen).nan_to_num(nan=0.0)
    seen = sums[group]
assert (top - chain[0].reshape(-1)).abs().max() < 1e-15
# --8<-- [end:first_line]
