"""Pólya's urn: one law of endless sequences for each first law, no fewer."""

from math import comb

import torch
from torch.distributions import Categorical

from firsttoken import Causal, FirstTokenUndefined, Vocabulary, tv


# --8<-- [start:urn]
class Urn:
    """Start with a ball a and a ball b; put each drawn ball back, and a twin.

    `q(a | x_<t) = (1 + a's in x_<t) / (t + 1)`, for every t ≥ 2 without end.
    """

    vocabulary = Vocabulary("ab")

    def log_first(self):
        """Return nothing: nobody says how the first ball is drawn."""

    def log_laws(self, contexts):
        """Return the logarithms of the shares of the balls after each draw."""
        counts = torch.nn.functional.one_hot(contexts, 2).cumsum(dim=1)
        balls = 1.0 + counts.double()
        return (balls / balls.sum(dim=-1, keepdim=True)).log()


urn, n = Causal(Urn()), 12
refused = False
try:
    urn.given("", horizon=n)
except FirstTokenUndefined:
    refused = True
assert refused
# --8<-- [end:urn]


# --8<-- [start:first]
def begun(share, horizon=n):
    """Return the law when the first ball is an a with this probability."""
    first = torch.tensor([share, 1 - share], dtype=torch.float64)
    return urn.with_first(Categorical(first)).given("", horizon=horizon)


# --8<-- [end:first]

# --8<-- [start:lengths]
for horizon in range(1, n + 1):
    every = begun(0.5, horizon).enumerate_support()
    drawn = (every == 0).sum(dim=1).tolist()  # how many a's
    urns = [1 / (horizon + 1) / comb(horizon, k) for k in drawn]
    closed = torch.tensor(urns, dtype=torch.float64)  # one half first
    for share in (0.5, 1.0, 0.0, 0.3):
        law = begun(share, horizon).log_probs().exp()
        twice = 2 * torch.tensor([share, 1 - share], dtype=torch.float64)
        assert (law - twice[every[:, 0]] * closed).abs().max() < 1e-12
# --8<-- [end:lengths]

# --8<-- [start:forever]
apart = []
for horizon in range(1, n + 1):
    one, other = begun(1.0, horizon), begun(0.3, horizon)
    apart.append(tv(one, other).item())
assert max(abs(distance - 0.7) for distance in apart) < 1e-12

mostly = []
for share in (1.0, 0.0):
    law = begun(share)
    often = (law.enumerate_support() == 0).sum(dim=1) > n / 2
    mostly.append(law.log_probs().exp()[often].sum().item())
by_formula = sum(2 * k / (n * (n + 1)) for k in range(n // 2 + 1, n + 1))
assert abs(mostly[0] - by_formula) < 1e-12
assert mostly[1] < mostly[0]
print(f"mostly a after {n} draws: {mostly[0]:.3f} if the first is a,")
print(f"{mostly[1]:.3f} if it is b")
# --8<-- [end:forever]
