"""Hazards that halve: a product of Euler's."""

import torch

from firsttoken import finite_mass

# --8<-- [start:euler]
t = torch.arange(1, 41, dtype=torch.float64)
lower, upper = finite_mass(2**-t, rest=(2.0**-40, 2.0**-40))
pentagonal = sum(
    (-1) ** k * 2.0 ** (-k * (3 * k - 1) // 2) for k in range(-6, 7)
)
never = 1 - lower
assert max(abs(never - pentagonal), upper - lower) < 1e-12
print(f"finite texts have mass {lower:.10f}")
# --8<-- [end:euler]
