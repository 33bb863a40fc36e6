"""To be told apart no better than by a coin, a sampler needs the true law."""

from math import log

import torch
from torch.distributions import Categorical

from firsttoken import Causal, Tabular, kitten, kl

# --8<-- [start:laws]
world = kitten()
random = torch.Generator().manual_seed(0)
p = world.log_probs().exp()
first = torch.rand(8, generator=random, dtype=torch.float64)
other = Causal(Tabular(world.vocabulary, 4, generator=random))
q = other.with_first(Categorical(first)).given("", horizon=4)
q = q.log_probs().exp()
# --8<-- [end:laws]


# --8<-- [start:least]
def pays(guess, p, q):
    """Return the expected cost of telling p from q by these guesses."""
    return -(torch.xlogy(p, guess) + torch.xlogy(q, 1 - guess)).sum() / 2


best = p / (p + q)
middle = Categorical((p + q) / 2)
apart = kl(Categorical(p), middle) + kl(Categorical(q), middle)
least = pays(best, p, q)
assert abs(least - (log(2) - apart / 2)) < 1e-12
for _ in range(100):
    noise = torch.rand(len(p), generator=random, dtype=torch.float64)
    assert pays(0.9 * best + 0.1 * noise, p, q) > least
# --8<-- [end:least]

# --8<-- [start:equal]
coin = torch.full_like(p, 0.5)
assert abs(pays(coin, p, p) - log(2)) < 1e-12 < pays(best, p, p) - log(2)
for share in (0.5, 0.1, 0.01):  # the nearer q is to p, the nearer to a coin
    nearer = (1 - share) * p + share * q
    closest = pays(p / (p + nearer), p, nearer)
    assert least < closest < log(2)
    least = closest
print(f"{closest:.6f} of {log(2):.6f} nats")
# --8<-- [end:equal]
