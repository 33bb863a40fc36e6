"""A recurrent network learns p(x₁) without a start symbol."""

import os

import torch
from torch.distributions import Categorical, kl_divergence

from firsttoken import GRU, Causal, fit, kitten, kl

seed = int(os.environ.get("SEED", "0"))

# --8<-- [start:train]
world = kitten()
networks = {
    "learned": GRU(world.vocabulary, width=32, seed=seed),
    "zero": GRU(world.vocabulary, width=32, seed=seed, learned_start=False),
}
losses = {
    name: fit(world, Causal(network), scored=[1, 2, 3, 4], steps=300)
    for name, network in networks.items()
}
# --8<-- [end:train]

# --8<-- [start:measure]
whole, first = {}, {}
p = world.probs.flatten()
possible = p > 0
p = p[possible]
for name, network in networks.items():
    law = Causal(network).given("", horizon=4)
    q = law.log_probs().exp()
    assert abs(q.sum() - 1) < 1e-12
    whole[name] = kl_divergence(world, law).item()
    assert abs(whole[name] - (p * (p / q[possible]).log()).sum()) < 1e-12
    reached = losses[name][-1] - world.entropy()
    assert abs(reached - whole[name]) < 1e-3

    w, b = network.unembed.weight, network.unembed.bias
    start = (w @ network.start + b).softmax(dim=0).detach()
    assert (q.reshape(8, -1).sum(dim=1) - start).abs().max() < 1e-12
    first[name] = kl(world.first(), Categorical(start)).item()
    part = world.first().probs
    terms = torch.xlogy(part, part / start)
    assert abs(first[name] - terms.sum()) < 1e-12
    print(f"{name:7} start: {whole[name]:.5f}, at x₁ {first[name]:.5f}")
# --8<-- [end:measure]

# --8<-- [start:bands]
assert 0 < whole["learned"] < 0.005
assert 0 < first["learned"] < 0.001
assert first["learned"] < first["zero"]
assert 0 < whole["zero"] < 0.05
# --8<-- [end:bands]
