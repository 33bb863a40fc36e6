"""Count first tokens: a model without a start becomes a generative one."""

import os

import torch
from torch.distributions import Categorical, kl_divergence

from firsttoken import Causal, Transformer, fit, kitten, kl

# --8<-- [start:train]
world = kitten()
seed = int(os.environ.get("SEED", "0"))
model = Causal(Transformer(world.vocabulary, length=4, seed=seed))
fit(world, model, scored=[2, 3, 4], steps=300)
# --8<-- [end:train]

# --8<-- [start:repair]
positions = [world.marginal(t).log_probs().exp() for t in (1, 2, 3, 4)]
firsts = {
    "uniform": Categorical(torch.ones(8, dtype=torch.float64)),
    "unigram": Categorical(sum(positions)),  # words anywhere
    "counted": world.first(),  # words at the beginning
}
price, paid = {}, {}
for name, first in firsts.items():
    law = model.with_first(first).given("", horizon=4)
    price[name] = kl(world.first(), first).item()
    paid[name] = kl_divergence(world, law).item()
    print(
        f"{name}: {paid[name]:.5f} nats, of which {price[name]:.5f} for p(x₁)"
    )
# --8<-- [end:repair]

# --8<-- [start:check]
strings, weights = world.enumerate_support(), world.log_probs().exp()
anywhere = torch.zeros(8).double()
anywhere.index_add_(0, strings.flatten(), weights.repeat_interleave(4) / 4)
assert (firsts["unigram"].probs - anywhere).abs().max() < 1e-12

later = paid["counted"]  # what training left over in the later factors
assert price["counted"] == 0
assert 0 < later < 1e-3
assert abs(paid["uniform"] - price["uniform"] - later) < 1e-12
assert abs(paid["unigram"] - price["unigram"] - later) < 1e-12
assert price["unigram"] > price["uniform"]
# --8<-- [end:check]
