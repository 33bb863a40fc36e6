"""Hazards of 1/(t + 1)^2 stop one text in two."""

from fractions import Fraction

import torch

from firsttoken import Causal, Clock, finite_mass, survival

# --8<-- [start:survival]
n = 1000
t = torch.arange(1, n + 1, dtype=torch.float64)
hazard = 1 / (t + 1) ** 2
alive = survival(hazard)

exact = Fraction(1)
for step in range(1, n + 1):
    exact *= 1 - Fraction(1, (step + 1) ** 2)
    closed = Fraction(step + 2, 2 * (step + 1))
    errors = alive[step - 1].item() - exact, exact - closed
    assert max(map(abs, errors)) < 1e-12
# --8<-- [end:survival]

# --8<-- [start:texts]
model = Causal(Clock(hazard), stop="$")
law = model.given("", horizon=10)
for stop in range(1, 11):
    text = "a " * (stop - 1) + "$ " * (11 - stop)
    q = law.log_prob(law.encode(text)).exp().item()
    assert abs(q - 1 / (2 * stop * (stop + 1))) < 1e-12
# --8<-- [end:texts]

# --8<-- [start:bounds]
lower, upper = finite_mass(hazard, rest=(1 / (n + 2), 1 / (n + 1)))
assert lower < 1 / 2 < upper < lower + 1e-6
print(f"finite texts: from {lower:.8f} to {upper:.8f}")
# --8<-- [end:bounds]

# --8<-- [start:softmax]
logits = torch.stack([(-hazard).log1p(), hazard.log()], dim=1)
chances = logits.softmax(dim=1)[:, 1]
assert (survival(chances) - alive).abs().max() < 1e-12
assert logits.min() < -13  # and lower with each symbol: no bound holds
# --8<-- [end:softmax]
