"""Against an unknown first law, the uniform one is the safest guess."""

from math import inf, log

import torch
from torch.distributions import Categorical

from firsttoken import kl

size = 5

# --8<-- [start:worst]
points = [Categorical(row) for row in torch.eye(size, dtype=torch.float64)]


def worst_case(guess):
    """Return the highest price of a guess, over all first laws."""
    return max(kl(point, guess).item() for point in points)


uniform = Categorical(torch.ones(size, dtype=torch.float64))
safe = worst_case(uniform)
assert abs(safe - log(size)) < 1e-12
# --8<-- [end:worst]

# --8<-- [start:search]
random = torch.Generator().manual_seed(0)
guesses = torch.rand(20_000, size, generator=random, dtype=torch.float64)
guesses = -guesses.log()
guesses /= guesses.sum(dim=1, keepdim=True)  # uniform on the simplex
best = min(worst_case(Categorical(guess)) for guess in guesses[:2000])
closed_form = -guesses.min(dim=1).values.log()  # −log min π, attained
assert abs(worst_case(Categorical(guesses[0])) - closed_form[0]) < 1e-12
assert best > safe
assert closed_form.min() > safe
closest = closed_form.min().item()
print(f"uniform: {safe:.4f}; best of {len(guesses):,} guesses: {closest:.4f}")
# --8<-- [end:search]

# --8<-- [start:mixtures]
laws = -torch.rand(1000, size, generator=random, dtype=torch.float64).log()
mixed = kl(Categorical(laws), uniform.expand([1000])).max().item()
least = Categorical(laws).entropy().min().item()
assert abs(mixed - (log(size) - least)) < 1e-12
assert mixed <= safe  # no other first law is worse than a point
# --8<-- [end:mixtures]

# --8<-- [start:infinite]
reckless = Categorical(torch.tensor([0.5, 0.5, 0, 0, 0]).double())
price = worst_case(reckless)
assert price == inf
# --8<-- [end:infinite]

# --8<-- [start:guesses]
# so log |V| bounds the price of the uniform guess, and of no other
bold = Categorical(torch.tensor([0.97, 0.01, 0.01, 0.01]).double())
truth = Categorical(torch.tensor([0.05, 0.05, 0.45, 0.45]).double())
assert kl(truth, bold) > 3.3 > 2 * log(4)
assert kl(truth, Categorical(torch.ones(4).double())) < log(4)
only = Categorical(torch.ones(1, dtype=torch.float64))  # |V| = 1: one law
assert kl(only, only) == 0 == log(1)
# --8<-- [end:guesses]
