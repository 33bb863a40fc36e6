"""What rolling windows score: another law, whose price is exact."""

from itertools import pairwise

import torch
from torch.distributions import kl_divergence

from firsttoken import Joint, Vocabulary, stationary_law

# --8<-- [start:source]
letters, order, length = Vocabulary("ab"), 3, 12
random = torch.Generator().manual_seed(4)
a = torch.rand(8, generator=random, dtype=torch.float64)
law = torch.stack([a, 1 - a], dim=1)  # after each three letters

state = torch.arange(8)
kernel = torch.zeros(8, 8, dtype=torch.float64)
for letter in (0, 1):
    kernel[state, 2 * state % 8 + letter] = law[:, letter]
probs = stationary_law(kernel)
for _ in range(order, length):
    probs = (probs.reshape(-1, 8)[..., None] * law).flatten()
source = Joint(letters, probs.reshape([2] * length))
# --8<-- [end:source]

# --8<-- [start:entropies]
blocks = [
    source.marginal(*range(1, j + 1)).entropy().item()
    for j in range(1, length + 1)
]
h = [blocks[0]] + [b - a for a, b in pairwise(blocks)]
assert all(b < a + 1e-12 for a, b in pairwise(h))
exact = -(stationary_law(kernel) * torch.xlogy(law, law).sum(dim=1)).sum()
assert max(abs(each - exact) for each in h[order:]) < 1e-12
print("nats by context:", ", ".join(f"{each:.4f}" for each in h[:5]))
# --8<-- [end:entropies]


# --8<-- [start:windowed]
def begins(t, window, stride):
    """Return where the window begins in which token t, from 0, is scored."""
    return max(0, -((window - t - 1) // stride)) * stride


def windowed(window, stride):
    """Return the law that is scored, as a product over tokens."""
    product = torch.ones([2] * length, dtype=torch.float64)
    for t in range(length):
        start = begins(t, window, stride)
        seen = source.marginal(*range(start + 1, t + 2)).probs
        seen = seen / seen.sum(dim=-1, keepdim=True)
        product *= seen.reshape([*seen.shape] + [1] * (length - t - 1))
    return Joint(letters, product)


# --8<-- [end:windowed]

# --8<-- [start:price]
whole, cost = blocks[-1] / length, {}
cuts = [(4, 4), (6, 6), (4, 2), (4, 1), (6, 3), (6, 2), (12, 12)]
for window, stride in cuts:
    extra = kl_divergence(source, windowed(window, stride)).item()
    used = [t - begins(t, window, stride) for t in range(length)]
    assert abs(extra - sum(h[j] - h[t] for t, j in enumerate(used))) < 1e-12
    cost[window, stride] = whole + extra / length
    later = blocks[-1] + extra - blocks[window - 1]  # after the first window
    mean = sum(h[window - stride : window]) / stride
    assert abs(later - (length - window) * mean) < 1e-12
    line = f"{window:2} by {stride:2}: {cost[window, stride]:.4f}"
    print(line, "nats a letter")
fours, sixes, halved = cost[4, 4], cost[6, 6], cost[4, 2]
assert fours > sixes > halved > whole
assert abs(length * whole - source.entropy()) < 1e-12
for enough in ((4, 1), (6, 3), (6, 2), (12, 12)):
    assert abs(cost[enough] - whole) < 1e-12
# --8<-- [end:price]
