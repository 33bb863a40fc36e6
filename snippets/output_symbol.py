"""A start symbol that may be written takes a part of every law."""

import os

from torch.distributions import kl_divergence

from firsttoken import Causal, Transformer, Vocabulary, fit, kitten

seed = int(os.environ.get("SEED", "0"))

# --8<-- [start:train]
world = kitten()
marked = Vocabulary([*world.vocabulary, "⊥"])
law = world.over(marked)
network = Transformer(marked, 4, width=16, seed=seed)
model = Causal(network, before="⊥")
losses = fit(law, model, scored=[1, 2, 3, 4], steps=100)
# --8<-- [end:train]

# --8<-- [start:mass]
strings = law.enumerate_support()
words = (strings != marked.index_of("⊥")).all(dim=1)
written = model.given("", horizon=4)
q = written.log_probs().exp().detach()
mass = q[words].sum().item()
assert 0.99 < mass < 1
assert abs(q.sum() - 1) < 1e-12  # the rest is on strings with ⊥
# --8<-- [end:mass]

# --8<-- [start:price]
price = -q[words].sum().log().item()
p = law.log_probs().exp()
possible = p > 0
ratio = p[possible] / (q[possible] / mass)
inside = (p[possible] * ratio.log()).sum().item()
whole = kl_divergence(law, written).item()
assert abs(whole - inside - price) < 1e-12
assert abs(losses[-1] - (law.entropy() + whole)) < 1e-3
assert 0 < price < 0.01
print(f"mass {mass:.6f}: {price:.6f} of {whole:.6f} nats")
# --8<-- [end:price]

# --8<-- [start:excluded]
reader = Causal(network, before="⊥", excluded=["⊥"])
q = reader.given("", horizon=4).log_probs().exp()
assert abs(q[words].sum() - 1) < 1e-12
# --8<-- [end:excluded]
