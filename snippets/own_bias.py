"""The first law of a masked autoregressive network is a bias of its own."""

import os

import torch
from torch.distributions import Categorical, kl_divergence

from firsttoken import MADE, Causal, cross_entropy, fit, kitten, kl

seed = int(os.environ.get("SEED", "0"))

# --8<-- [start:gradient]
world = kitten()
network = MADE(world.vocabulary, 4, seed=seed)
model, bias = Causal(network), network.output.bias


def gradient(scored):
    loss = cross_entropy(world, model, scored=scored)
    return torch.autograd.grad(loss, bias)[0][:8]


# --8<-- [end:gradient]

# --8<-- [start:own]
own, first = bias[:8].softmax(dim=0), world.first().probs
start = model.given("", horizon=1).log_probs().exp()
assert (start - own).abs().max() < 1e-15
assert (gradient([1]) - (own - first)).abs().max() < 1e-15
# and no more than that from all four words: it is shared with nothing
assert (gradient([1, 2, 3, 4]) - (own - first)).abs().max() < 1e-15
# --8<-- [end:own]

# --8<-- [start:train]
losses = fit(world, model, scored=[1, 2, 3, 4], steps=300, rate=0.1)
law = model.given("", horizon=4)
q = law.log_probs().exp().detach()
assert abs(q.sum() - 1) < 1e-12
price = kl_divergence(world, law).item()
p = world.probs.flatten()
possible = p > 0
p = p[possible]
assert abs(price - (p * (p / q[possible]).log()).sum()) < 1e-12
assert abs(losses[-1] - (world.entropy() + price)) < 1e-3
learned = Categorical(bias[:8].softmax(dim=0).detach())
at_start = kl(world.first(), learned).item()
terms = torch.xlogy(first, first / learned.probs)
assert abs(at_start - terms.sum()) < 1e-12
assert 0 < at_start < price < 0.01
print(f"{price:.5f} nats from KITTEN, {at_start:.5f} of them at x₁")
# --8<-- [end:train]
