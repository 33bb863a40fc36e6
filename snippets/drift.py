"""Fine-tune on responses alone, and the law of prompts drifts."""

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
def parts(law, model):
    """Split the divergence from a law into prompt and response."""
    q = model.given("", horizon=4)
    prompt = kl_divergence(law.marginal(1, 2), q.prefix(2)).item()
    response = kl_divergence(law, q).item() - prompt
    floor = law.entropy() - law.marginal(1, 2).entropy()
    loss = cross_entropy(law, model, scored=[3, 4])
    assert abs(loss - floor - response) < 1e-12
    written = q.log_probs().exp().reshape([9] * 4).sum((2, 3))
    true = law.probs.sum((2, 3))
    terms = torch.where(true > 0, true * (true / written).log(), 0.0)
    assert abs(terms.sum() - prompt) < 1e-12
    return prompt, response


# --8<-- [end:price]


# --8<-- [start:tune]
def network(seed):
    """Return a new network, with its start symbol."""
    new = Transformer(vocabulary, 4, seed=seed)
    return Causal(new, before="^", excluded=["^"])


runs = {"trained": [], "tuned": [], "from scratch": []}
for seed in range(5):
    model, fresh = network(seed), network(seed)
    fit(world, model, scored=[1, 2, 3, 4], steps=200, rate=0.02)
    runs["trained"].append(parts(world, model))
    fit(task, model, scored=[3, 4], steps=150, rate=0.002)
    runs["tuned"].append(parts(task, model))
    fit(task, fresh, scored=[3, 4], steps=150, rate=0.02)
    runs["from scratch"].append(parts(task, fresh))
# --8<-- [end:tune]

# --8<-- [start:bands]
prompts = {name: [p for p, _ in each] for name, each in runs.items()}
responses = {name: [r for _, r in each] for name, each in runs.items()}
uniform = 2 * log(8) - world.marginal(1, 2).entropy().item()
assert 0 < max(prompts["trained"]) < 1e-3
assert 0 < max(responses["trained"]) < 1e-2
assert min(prompts["tuned"]) > 0.3
assert 0 < max(responses["tuned"]) < 0.1
assert min(prompts["from scratch"]) > uniform > 2.5
assert 0 < max(responses["from scratch"]) < 0.1
# --8<-- [end:bands]

# --8<-- [start:spread]
p = world.probs.sum((2, 3))
p = p[p > 0]
assert abs(uniform - (p * (64 * p).log()).sum()) < 1e-12
span = {name: (min(each), max(each)) for name, each in prompts.items()}
for name, each in prompts.items():
    assert list(span[name]) == sorted(each)[:: len(each) - 1]
    spread = " ".join(f"{price:.4f}" for price in each)
    print(f"prompt, {name}: {spread}; a uniform law {uniform:.4f}")
# --8<-- [end:spread]
