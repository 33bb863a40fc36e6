"""A start symbol that is read, and whose successor carries no loss."""

import os

from torch.distributions import Categorical, kl_divergence

from firsttoken import (
    Causal,
    Transformer,
    Vocabulary,
    cross_entropy,
    fit,
    kitten,
    kl,
)

seed = int(os.environ.get("SEED", "0"))

# --8<-- [start:train]
world = kitten()
marked = Vocabulary([*world.vocabulary, "⊥"])
law = world.over(marked)


def train(scored):
    network = Transformer(marked, 4, width=16, seed=seed)
    model = Causal(network, before="⊥", excluded=["⊥"])
    losses = fit(law, model, scored=scored, steps=200)
    now = cross_entropy(law, model, scored=scored)
    assert abs(losses[-1] - now) < 1e-3
    return model


models = {"masked": train([2, 3, 4]), "scored": train([1, 2, 3, 4])}
# --8<-- [end:train]

# --8<-- [start:price]
first, later, whole = {}, {}, {}
floor = world.entropy().item() - world.first().entropy().item()
for name, model in models.items():
    start = model.given("", horizon=1).log_probs().exp()[:8]
    first[name] = kl(world.first(), Categorical(start)).item()
    rest = cross_entropy(law, model, scored=[2, 3, 4]).item()
    later[name] = rest - floor
    written = model.given("", horizon=4)
    whole[name] = kl_divergence(law, written).item()
    assert abs(whole[name] - first[name] - later[name]) < 1e-9
    print(f"{name}: {first[name]:.4f} nats at x₁, {later[name]:.4f} later")
# --8<-- [end:price]

# --8<-- [start:check]
assert 3 < first["masked"] < 20  # uniform: less than one
assert 0 < first["scored"] < 0.01
assert 0 < later["masked"] < 0.02
assert 0 < later["scored"] < 0.02
# --8<-- [end:check]
