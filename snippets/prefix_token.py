"""A prefix token scores a first factor: trained or not."""

import os

from torch.distributions import Categorical

from firsttoken import Causal, Transformer, Vocabulary
from firsttoken import cross_entropy, fit, kitten, kl

seed = int(os.environ.get("SEED", "0"))

# --8<-- [start:train]
world = kitten()
marked = Vocabulary([*world.vocabulary, "EOT"])
law = world.over(marked)

trained = Transformer(marked, 4, width=16, seed=seed)
untrained = Transformer(marked, 4, width=16, seed=seed)
with_start = Causal(trained, before="EOT", excluded=["EOT"])
without = Causal(untrained, excluded=["EOT"])
fit(law, with_start, scored=[1, 2, 3, 4], steps=200)
fit(law, without, scored=[2, 3, 4], steps=200)
# --8<-- [end:train]

# --8<-- [start:score]
score, first, later = {}, {}, {}
for name, network in (("trained", trained), ("untrained", untrained)):
    prefixed = Causal(network, before="EOT", excluded=["EOT"])
    score[name] = cross_entropy(law, prefixed, scored=[1, 2, 3, 4]).item()
    answer = prefixed.given("", horizon=1).log_probs().exp().detach()[:8]
    first[name] = kl(world.first(), Categorical(answer)).item()
    rest = cross_entropy(law, prefixed, scored=[2, 3, 4]).item()
    later[name] = rest - (world.entropy() - world.first().entropy()).item()
    print(f"{name}: {first[name]:.4f} + {later[name]:.4f} nats too many")
# --8<-- [end:score]

# --8<-- [start:check]
possible = world.probs > 0
p = world.probs[possible]
for name, network in (("trained", trained), ("untrained", untrained)):
    q = Causal(network, before="EOT", excluded=["EOT"])
    scores = q.given("", horizon=4).log_prob(possible.nonzero()).detach()
    excess = (p * (p.log() - scores)).sum().item()
    assert abs(excess - (first[name] + later[name])) < 1e-12
    assert abs(score[name] - excess + (p * p.log()).sum()) < 1e-12

floor = (world.entropy() - world.first().entropy()).item()
own = cross_entropy(law, without, scored=[2, 3, 4]).item() - floor
assert 0 < own < 0.0015  # without the prefix, it is nearly perfect
assert 0 < first["trained"] < 0.01
assert 0 < later["trained"] < 0.01
assert 5 < first["untrained"] < 20
assert later["untrained"] > 1
# --8<-- [end:check]
