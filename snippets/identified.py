"""The loss of every position has one minimiser, the law of the data."""

from math import sqrt

import torch
from torch.distributions import Categorical

from firsttoken import Causal, Joint, Tabular, Vocabulary
from firsttoken import cross_entropy, tv

# --8<-- [start:world]
vocabulary, n = Vocabulary("abc"), 3
random = torch.Generator().manual_seed(0)


def some_law():
    """Return a law on V³ with nothing special about it."""
    table = torch.rand(3, 3, 3, generator=random, dtype=torch.float64)
    return Joint(vocabulary, table / table.sum())


p = some_law()
floor = -(p.probs * p.probs.log()).sum().item()  # H(p)
least = cross_entropy(p, p.causal(), scored=[1, 2, 3]).item()
assert abs(least - floor) < 1e-12  # the law of the data attains it
# --8<-- [end:world]

# --8<-- [start:excess]
for _ in range(200):
    q = some_law()
    loss = cross_entropy(p, q.causal(), scored=[1, 2, 3]).item()
    divergence = (p.probs * (p.probs / q.probs).log()).sum().item()
    assert abs(loss - floor - divergence) < 1e-12
    distance = tv(p, q).item()
    half = 0.5 * (p.probs - q.probs).abs().sum().item()
    assert abs(distance - half) < 1e-12
    assert 0 < distance <= sqrt((loss - floor) / 2)  # a low loss: p is near
# --8<-- [end:excess]


# --8<-- [start:descent]
def descend():
    """Return where the loss leads from a start drawn at random."""
    table = Tabular(vocabulary, n, generator=random)
    first = torch.randn(3, generator=random, dtype=torch.float64)
    first.requires_grad_()
    weights = [first, *table.parameters()]
    search = torch.optim.LBFGS(weights, max_iter=100, tolerance_change=1e-15)

    def model():
        return Causal(table).with_first(Categorical(logits=first))

    def loss():
        search.zero_grad()
        value = cross_entropy(p, model(), scored=[1, 2, 3])
        value.backward()
        return value

    search.step(loss)
    return model().given("", horizon=n).log_probs().exp().detach()


ends = torch.stack([descend() for _ in range(3)])
furthest = (ends - p.probs.reshape(-1)).abs().max().item()
assert furthest < 1e-6
print(f"{len(ends)} descents end within {furthest:.0e} of the data's law")
# --8<-- [end:descent]
