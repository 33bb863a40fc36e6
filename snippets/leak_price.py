"""A leak of one half costs one bit a text, whatever the texts are."""

from math import log

import torch

from firsttoken import Causal, Clock, finite_mass

# --8<-- [start:leaky]
n = 2000
t = torch.arange(1, n + 1, dtype=torch.float64)
hazard = 1 / (t + 1) ** 2
model = Causal(Clock(hazard), stop="$")
bounds = finite_mass(hazard, rest=(1 / (n + 2), 1 / (n + 1)))
leak = -log(bounds.lower)


def score(length):
    """Return log q(x$), for the text of so many letters."""
    law = model.given("", horizon=length + 1)
    return law.log_prob(law.encode("a " * length + "$")).item()


scores = [score(length) for length in range(30)]
q = torch.tensor(scores, dtype=torch.float64)
# --8<-- [end:leaky]

# --8<-- [start:price]
lengths = torch.arange(30, dtype=torch.float64)
finite = -(lengths + 1).log() - (lengths + 2).log()  # q given that it ends
for weights in (0.5**lengths, torch.ones(30), lengths**2):
    p = weights.double() / weights.sum()
    entropy = torch.special.entr(p).sum()
    price = -(p @ q) - entropy
    conditional = -(p @ finite) - entropy
    assert abs(price - conditional - leak) < 1e-6
    assert abs(price - conditional - log(2)) < 1e-12
    print(f"price {price:.6f}, without the leak {conditional:.6f}")
# --8<-- [end:price]
