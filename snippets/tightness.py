"""The sum of the hazards decides whether every text ends."""

from fractions import Fraction

import torch
from torch.distributions import Categorical

from firsttoken import (
    Causal,
    Tabular,
    Vocabulary,
    finite_mass,
    hazards,
    survival,
)

# --8<-- [start:model]
vocabulary = Vocabulary(["a", "b", "$"])
random = torch.Generator().manual_seed(1)
table = Tabular(vocabulary, 8, generator=random)
first = Categorical(torch.tensor([0.5, 0.4, 0.1]).double())
model = Causal(table, stop="$").with_first(first)
hazard = hazards(model, horizon=8)
alive = survival(hazard)
stopped = [model.given("", horizon=n).finished() for n in range(1, 9)]
assert (1 - alive - torch.stack(stopped)).abs().max() < 1e-12
print("hazards:", *[f"{h:.3f}" for h in hazard])
# --8<-- [end:model]

# --8<-- [start:bounds]
clock = [Fraction(1, 3**t) for t in range(1, 41)]
never = Fraction(1)
for h in clock:
    never *= 1 - h
for n in (5, 10, 20):
    rest = float(sum(clock[n:]))
    seen = torch.tensor(clock[:n], dtype=torch.float64)
    lower, upper = finite_mass(seen, rest=(rest, rest))
    assert lower - 1e-12 < 1 - never < upper + 1e-12
    assert upper - lower < rest**2 + 1e-12
    print(f"from {n} hazards: {lower:.9f} to {upper:.9f}")
# --8<-- [end:bounds]

# --8<-- [start:limits]
endless = finite_mass(seen, rest=(torch.inf, torch.inf))
certain = finite_mass(torch.tensor([0.2, 1.0]), rest=(0.0, 0.0))
assert endless.lower == endless.upper == 1
assert certain.lower == certain.upper == 1
# --8<-- [end:limits]
