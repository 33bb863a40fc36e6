"""Two languages that rarely mix: how badly the share of one is known."""

from math import pi, sqrt

import torch

from firsttoken import stationary_law

# --8<-- [start:variance]
torch.set_default_dtype(torch.float64)


def variance(n, switch):
    """Return the variance of the share of time in one of two languages."""
    stay = 1 - 2 * switch
    tail = 2 * stay * (1 - stay**n) / (n * (1 - stay) ** 2)
    return ((1 + stay) / (1 - stay) - tail) / (4 * n)


def exact(n, switch):
    """Return the same, by following the law of the count, word by word."""
    count = torch.zeros(2, n + 1)  # by the language now
    count[0, 0] = count[1, 1] = 0.5
    for _ in range(n - 1):
        mixed = (1 - switch) * count + switch * count.flip(0)
        count = torch.stack([mixed[0], mixed[1].roll(1)])
    share = torch.arange(n + 1) / n
    return (count.sum(0) * (share - 0.5) ** 2).sum().item()


for n, switch in ((50, 0.3), (200, 0.02), (300, 0.001)):
    assert abs(exact(n, switch) / variance(n, switch) - 1) < 1e-9
assert abs(variance(8000, 0.003) * 4 * 8000 * 0.003 - 1) < 0.03
# --8<-- [end:variance]


# --8<-- [start:simulate]
def simulate(n, switch, runs):
    """Return what each run implies, and how much of it is French."""
    turns = torch.rand(runs, n, generator=generator) < switch
    turns[:, 0] = torch.rand(runs, generator=generator) < 0.5  # a fair coin
    french = turns.cumsum(1) % 2 == 1
    turns[:, 0] = french[:, -1] != french[:, 0]  # close the circle
    for run, came in zip(french, turns):
        into = (came & run).sum() / (~run).sum()
        back = (came & ~run).sum() / run.sum()
        kernel = torch.stack([1 - into, into, back, 1 - back]).reshape(2, 2)
        yield stationary_law(kernel)[1].item(), run.double().mean().item()


# --8<-- [end:simulate]

# --8<-- [start:compare]
generator = torch.Generator().manual_seed(0)
n, runs, error = 8000, 500, {}
for switch in (0.1, 0.01, 0.003):
    implied, counted = torch.tensor([*simulate(n, switch, runs)]).T
    assert (implied - counted).abs().max() < 1e-12
    error[switch] = (implied - 0.5).abs().mean().item()
    formula = 1 / sqrt(2 * pi * n * switch)
    assert abs(error[switch] / formula - 1) < 0.2
    print(f"{switch}: off by {error[switch]:.4f}, formula {formula:.4f}")
# --8<-- [end:compare]
