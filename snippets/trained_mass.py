"""A transformer trained without a start sums to |V|, to the last digit."""

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
model = Causal(Transformer(world.vocabulary, length=4))
losses = fit(world, model, scored=[2, 3, 4], steps=300)
loss = cross_entropy(world, model, scored=[2, 3, 4]).item()
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
