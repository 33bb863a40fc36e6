"""Fine-tune on responses alone, and the law of prompts drifts."""

import os
from math import log

import torch
from torch.distributions import kl_divergence

from firsttoken import (
    Causal,
    Joint,
    Transformer,
    Vocabulary,
    cross_entropy,
    fit,
    kitten,
)

seed = int(os.environ.get("SEED", "0"))
# --8<-- [start:worlds]
vocabulary = Vocabulary([*kitten().vocabulary, "^"])
world = kitten().over(vocabulary)
order = list(range(len(vocabulary)))
a, b = vocabulary.index_of("kittens"), vocabulary.index_of("puppies")
order[a], order[b] = b, a
task = Joint(vocabulary, world.probs[..., order])  # the last nouns swapped
assert (task.probs.sum((2, 3)) - world.probs.sum((2, 3))).abs().max() < 1e-15
assert (task.probs != world.probs).any()
# --8<-- [end:worlds]

# --8<-- [start:price]
prompt, response = {}, {}


def record(name, law, model):
    """Split the divergence from a law into prompt and response."""
    q = model.given("", horizon=4)
    prompt[name] = kl_divergence(law.marginal(1, 2), q.prefix(2)).item()
    response[name] = kl_divergence(law, q).item() - prompt[name]
    floor = law.entropy() - law.marginal(1, 2).entropy()
    loss = cross_entropy(law, model, scored=[3, 4])
    assert abs(loss - floor - response[name]) < 1e-12
    written = q.log_probs().exp().reshape([9] * 4).sum((2, 3))
    true = law.probs.sum((2, 3))
    terms = torch.where(true > 0, true * (true / written).log(), 0.0)
    assert abs(terms.sum() - prompt[name]) < 1e-12
    print(f"{name}: {prompt[name]:.4f} prompt, {response[name]:.4f} response")


# --8<-- [end:price]

# --8<-- [start:tune]
network = Transformer(vocabulary, 4, seed=seed)
model = Causal(network, before="^", excluded=["^"])
fit(world, model, scored=[1, 2, 3, 4], steps=200)
record("trained", world, model)
fit(task, model, scored=[3, 4], steps=150, rate=0.002)
record("tuned", task, model)
# --8<-- [end:tune]

# --8<-- [start:scratch]
fresh = Causal(
    Transformer(vocabulary, 4, seed=seed), before="^", excluded=["^"]
)
fit(task, fresh, scored=[3, 4], steps=150)
record("from scratch", task, fresh)
# --8<-- [end:scratch]

# --8<-- [start:bands]
assert 0 < prompt["trained"] < 1e-3
assert 0 < response["trained"] < 1e-2
assert prompt["tuned"] > 0.3
assert 0 < response["tuned"] < 0.1
uniform = 2 * log(8) - world.marginal(1, 2).entropy().item()
p = world.probs.sum((2, 3))
p = p[p > 0]
assert abs(uniform - (p * (64 * p).log()).sum()) < 1e-12
assert 0 < response["from scratch"] < 0.1
assert prompt["from scratch"] > uniform > 2.5
print(f"a uniform law of the prompt: {uniform:.4f}")
# --8<-- [end:bands]
