"""A start symbol that was never read in training is worse than none."""

import os

import torch
from torch.distributions import Categorical

from firsttoken import Causal, Transformer, Vocabulary, fit, kitten, kl

seed = int(os.environ.get("SEED", "0"))

# --8<-- [start:train]
world = kitten()
marked = Vocabulary([*world.vocabulary, "⊥"])
law, first = world.over(marked), world.first().probs

network = Transformer(marked, 4, width=16, seed=seed)
before = network.symbols.weight.detach().clone()
silent = Causal(network, excluded=["⊥"])
losses = fit(law, silent, scored=[2, 3, 4], steps=200)
floor = world.entropy() - world.first().entropy()
assert 0 < losses[-1] - floor < 0.0015  # the later words are learned
moved = (network.symbols.weight - before).abs().amax(dim=1)
assert moved[8] == 0 < moved[:8].min()  # the embeddings of ⊥, of words
# --8<-- [end:train]

# --8<-- [start:ask]
asked = Causal(network, before="⊥", excluded=["⊥"])
answer = asked.given("", horizon=1).log_probs().exp().detach()[:8]
price = kl(world.first(), Categorical(answer)).item()
uniform = kl(world.first(), Categorical(torch.ones(8))).item()
assert 5 < price < 20
assert uniform < 1
assert answer[first == 0].sum() > 0.9  # on words that start no sentence
likely = world.vocabulary[answer.argmax().item()]
assert likely in ("loves", "fears", "smol", "big")  # none of them starts
print(f"after ⊥ it says {likely}: {price:.1f} nats, uniform {uniform:.2f}")
# --8<-- [end:ask]

# --8<-- [start:by_hand]
possible = first > 0
p, q = first[possible], answer[possible]
assert abs(price - (p * (p / q).log()).sum()) < 1e-12
assert abs(uniform - (p * (8 * p).log()).sum()) < 1e-12
# --8<-- [end:by_hand]
