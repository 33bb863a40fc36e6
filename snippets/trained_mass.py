"""A transformer trained without a start sums to |V|, up to rounding."""

import os

from firsttoken import (
    Causal,
    FirstTokenUndefined,
    Transformer,
    cross_entropy,
    fit,
    kitten,
)

# --8<-- [start:train]
world = kitten()
seed = int(os.environ.get("SEED", "0"))
model = Causal(Transformer(world.vocabulary, length=4, seed=seed))
losses = fit(world, model, scored=[2, 3, 4], steps=300)
loss = cross_entropy(world, model, scored=[2, 3, 4]).item()
floor = world.entropy() - world.first().entropy()
assert abs(loss - floor) < 1e-3  # as well as any conditionals can do
assert abs(losses[-1] - loss) < 1e-3
print(f"loss {losses[0].item():.3f} before, {loss:.4f} after training")
# --8<-- [end:train]

# --8<-- [start:mass]
rest = model.given(world.vocabulary.symbols, horizon=3)
by_start = rest.log_probs().exp().sum(dim=0)
mass = by_start.sum().item()
assert (by_start - 1).abs().max() < 1e-12
assert abs(mass - len(world.vocabulary)) < 1e-12
# --8<-- [end:mass]

# --8<-- [start:start]
refused = False
try:
    model.given("", horizon=4)
except FirstTokenUndefined:
    refused = True
assert refused
# --8<-- [end:start]
