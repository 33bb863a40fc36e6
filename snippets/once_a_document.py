"""The price is paid once a document; a token's share of it vanishes."""

from math import exp, log

import torch
from torch.distributions import Categorical, kl_divergence

from firsttoken import Causal, Tabular, Vocabulary, kl

# --8<-- [start:flat]
vocabulary = Vocabulary("abcd")
random = torch.Generator().manual_seed(0)
model = Causal(Tabular(vocabulary, 8, generator=random))
first = Categorical(torch.tensor([0.7, 0.2, 0.1, 0.0]).double())
uniform = Categorical(torch.ones(4, dtype=torch.float64))
# --8<-- [end:flat]

# --8<-- [start:lengths]
totals = []
for length in range(1, 9):
    p = model.with_first(first).given("", horizon=length)
    q = model.with_first(uniform).given("", horizon=length)
    totals.append(kl_divergence(p, q).item())

price = kl(first, uniform).item()
spread = max(totals) - min(totals)
assert spread < 1e-12  # the same for one token as for eight
assert abs(totals[0] - price) < 1e-12
assert abs(price - (log(4) - first.entropy().item())) < 1e-12
# --8<-- [end:lengths]

# --8<-- [start:scale]
gpt2 = 50257  # the symbols of GPT-2's vocabulary
window = 1024  # and the tokens that it reads at once
point = torch.zeros(gpt2, dtype=torch.float64)
point[0] = 1.0  # the worst that a first law can be
worst = kl(Categorical(point), Categorical(torch.ones_like(point))).item()

assert abs(worst - log(gpt2)) < 1e-9
bits = worst / log(2)
per_token = worst / window
assert abs(exp(per_token) - gpt2 ** (1 / window)) < 1e-12  # of a perplexity
before = 20
perplexity = before * exp(per_token)  # once the first token is paid for
assert 0.1 < perplexity - before < 0.5
print(f"at most {worst:.6f} nats, {bits:.3f} bits, in a document")
print(f"at most {per_token:.4f} nats in each of {window} tokens")
# --8<-- [end:scale]
