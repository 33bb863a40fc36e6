"""Hazards of 1/(t + 1): it ends, and on average after an infinite time."""

from itertools import pairwise

import torch

from firsttoken import Causal, Clock, finite_mass, survival

# --8<-- [start:clock]
n = 4096
t = torch.arange(1, n + 1, dtype=torch.float64)
hazard = 1 / (t + 1)
alive = survival(hazard)
assert (alive * (t + 1) - 1).abs().max() < 1e-9
assert finite_mass(hazard, rest=(torch.inf, torch.inf)).lower == 1
# --8<-- [end:clock]

# --8<-- [start:mean]
law = Causal(Clock(hazard), stop="$").given("", horizon=12)
probs, strings = law.log_probs().exp(), law.enumerate_support()
symbols = (strings == 0).sum(dim=1) + 1  # up to the stop, or to the horizon
seen = (probs * symbols.clamp(max=12)).sum().item()
harmonic = sum(1 / k for k in range(1, 13))
assert abs(seen - harmonic) < 1e-12  # what is expected by symbol twelve

reached = [1 + alive[: 2**k - 1].sum().item() for k in range(13)]
steps = [b - a for a, b in pairwise(reached)]
assert min(steps) > 1 / 2 - 1e-9  # for each doubling: no bound
print(f"expected symbols up to {n:,}: {reached[-1]:.3f}")
# --8<-- [end:mean]
