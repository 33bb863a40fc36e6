"""Count first words of a sample: what a model without a start then costs."""

import os
from math import inf, log

import torch
from torch.distributions import Categorical, kl_divergence

from firsttoken import Causal, Transformer, fit, kitten, kl

# --8<-- [start:train]
world = kitten()
seed = int(os.environ.get("SEED", "0"))
model = Causal(Transformer(world.vocabulary, length=4, seed=seed))
fit(world, model, scored=[2, 3, 4], steps=300)
# --8<-- [end:train]


# --8<-- [start:count]
def count(sentences):
    """Return how many of so many sentences begin with each word."""
    return world.sample((sentences,))[:, 0].bincount(minlength=8).double()


torch.manual_seed(seed)
sample = 1000
positions = [world.marginal(t).log_probs().exp() for t in (1, 2, 3, 4)]
firsts = {
    "uniform": Categorical(torch.ones(8, dtype=torch.float64)),
    "unigram": Categorical(sum(positions)),  # words anywhere
    "counted": Categorical(count(sample) + 1),  # one more for each word
}
# --8<-- [end:count]

# --8<-- [start:repair]
price, paid = {}, {}
for name, first in firsts.items():
    law = model.with_first(first).given("", horizon=4)
    assert abs(law.log_probs().exp().sum() - 1) < 1e-12
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

later = paid["counted"] - price["counted"]  # what training left in the rest
assert 0 < later < 1e-3
for name in firsts:
    assert abs(paid[name] - price[name] - later) < 1e-12
assert 0 < price["counted"] < 0.015
assert price["unigram"] > price["uniform"] > 0.9
# --8<-- [end:check]

# --8<-- [start:often]
# the same for two hundred samples, and without the one that is added
again = torch.stack([count(sample) for _ in range(200)])
truth = world.first().expand([200])
mean = kl(truth, Categorical(again + 1)).mean().item()
assert 0 < mean < log(1 + 7 / (sample + 1))
costs = truth.probs * ((again + 1) / (sample + 8)).log()
by_hand = -costs.sum().item() / 200 - world.first().entropy().item()
assert abs(mean - by_hand) < 1e-12
few = torch.stack([count(50) for _ in range(200)])
raw = kl(truth, Categorical(few))
infinite = (raw == inf).double().mean().item()
assert 0.01 < infinite < 0.2  # no puppies among fifty: 0.95⁵⁰ = 0.077
assert kl(truth, Categorical(few + 1)).max() < inf
# --8<-- [end:often]
print(f"{sample:,} counted: {mean:.5f} nats on average")
print(f"fifty, nothing added: infinite for {infinite:.1%} of the samples")
