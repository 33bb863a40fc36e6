"""A transformer with one symbol for both ends learns when KITTEN stops."""

import os
from math import exp, sqrt

import torch

from firsttoken import (
    Causal,
    Joint,
    Transformer,
    Vocabulary,
    cross_entropy,
    fit,
    hazards,
    kitten,
    survival,
)

# --8<-- [start:world]
vocabulary = Vocabulary([*kitten().vocabulary, "SEP"])
stop = vocabulary.index_of("SEP")
probs = torch.zeros([9] * 5, dtype=torch.float64)
probs[..., stop] = kitten().over(vocabulary).probs  # x, and then SEP
world = Joint(vocabulary, probs)
# --8<-- [end:world]

# --8<-- [start:train]
seed = int(os.environ.get("SEED", "0"))
network = Transformer(vocabulary, 5, seed=seed)
model = Causal(network, before="SEP", stop="SEP")
fit(world, model, scored=[1, 2, 3, 4, 5], steps=200)
# --8<-- [end:train]

# --8<-- [start:hazards]
with torch.no_grad():
    hazard = hazards(model, horizon=5)
    law = model.given("", horizon=5)
    strings, q = law.enumerate_support(), law.log_probs().exp()
    loss = cross_entropy(world, model, scored=[1, 2, 3, 4, 5])
ends = strings == stop
of_four = q[ends[:, 4] & ~ends[:, 3]].sum().item()
alive = survival(hazard)
assert abs(of_four - (alive[3] - alive[4])) < 1e-12
assert hazard[:4].max() < 0.01 < 0.99 < min(hazard[4], of_four)
# --8<-- [end:hazards]

# --8<-- [start:price]
price = (loss - world.entropy()).item()
p = world.log_probs().exp()
scores = law.log_prob(world.enumerate_support()[p > 0])
p = p[p > 0]
assert abs(price - p @ (p.log() - scores)) < 1e-12
assert 0 < price < 0.02
print(f"sentences of four words: {of_four:.5f}; {price:.5f} nats from p")
# --8<-- [end:price]

# --8<-- [start:bound]
norm, rows = network.norm, network.unembed.weight
radius = norm.weight.abs().max() * sqrt(32) + norm.bias.norm()
bound = (rows.norm(dim=1).max() * radius).item()  # of every logit
laws = network.log_laws(torch.arange(9)[:, None])[:, 0]
spread = laws.max(dim=1).values - laws.min(dim=1).values
assert spread.max() <= 2 * bound
epsilon = 1 / (1 + 8 * exp(2 * bound))
assert (hazard >= epsilon).all()
farthest = torch.tensor([bound] * 8 + [-bound], dtype=torch.float64)
assert abs(farthest.softmax(dim=0)[-1] / epsilon - 1) < 1e-9
assert epsilon < 1e-6
print(f"logits within {bound:.1f}: hazards of at least {epsilon:.1g}")
# --8<-- [end:bound]
