"""How near a model comes to KITTEN depends on how it was trained."""

import os

import torch
from torch.distributions import kl_divergence

from firsttoken import Causal, Joint, Transformer, fit, kitten

# --8<-- [start:measure]
seed = int(os.environ.get("SEED", "0"))
world = kitten()
start = world.first()  # given, so that only the rest is to be learned
p = world.probs
possible = p > 0


def distance(model):
    """Return KL(p ‖ q) in nats, for the model behind a perfect start."""
    law = model.with_first(start).given("", horizon=4)
    nats = kl_divergence(world, law).item()
    q = law.log_probs().exp().reshape(p.shape)
    by_hand = (p * (p / q).log())[possible].sum().item()
    assert abs(nats - by_hand) < 1e-12
    return nats


def train(data, **shape):
    model = Causal(Transformer(world.vocabulary, 4, seed=seed, **shape))
    fit(data, model, scored=[2, 3, 4], steps=200)
    return model


# --8<-- [end:measure]

# --8<-- [start:sample]
torch.manual_seed(seed)
table = torch.zeros_like(p)
for sentence in world.sample((50,)).tolist():
    table[tuple(sentence)] += 1 / 50
sample = Joint(world.vocabulary, table / table.sum())
# --8<-- [end:sample]

# --8<-- [start:four]
nats = {
    "as it should be": distance(train(world)),
    "untrained": distance(Causal(Transformer(world.vocabulary, 4, seed=seed))),
    "too small": distance(train(world, width=2, heads=1, layers=1)),
    "fifty sentences": distance(train(sample)),
}
for name, value in nats.items():
    print(f"{name:15} {value:.4f} nats from KITTEN")
# --8<-- [end:four]

# --8<-- [start:bands]
assert nats["as it should be"] < 0.01
assert nats["untrained"] > 1
assert nats["too small"] > 0.1
assert nats["fifty sentences"] > 0.1
# --8<-- [end:bands]
