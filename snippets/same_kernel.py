"""Laws with the same conditionals are as far apart as their first tokens."""

from math import inf

import torch
from torch.distributions import Categorical, kl_divergence

from firsttoken import Causal, Tabular, Vocabulary
from firsttoken import chi_squared, hellinger, kl, tv

# --8<-- [start:pair]
vocabulary = Vocabulary("abcde")
random = torch.Generator().manual_seed(0)
model = Causal(Tabular(vocabulary, 4, generator=random))
weights = torch.rand(2, 5, generator=random, dtype=torch.float64)
first, other = Categorical(weights[0]), Categorical(weights[1])
p = model.with_first(first).given("", horizon=4)
q = model.with_first(other).given("", horizon=4)
# --8<-- [end:pair]

# --8<-- [start:equal]
gaps = {}
for divergence in (kl, tv, hellinger, chi_squared):
    strings, tokens = divergence(p, q).item(), divergence(first, other).item()
    gaps[divergence.name] = abs(strings - tokens)
    print(
        f"{divergence.name:12} {strings:.6f} over strings, {tokens:.6f} first"
    )
widest = max(gaps.values())
assert widest < 1e-12
# --8<-- [end:equal]

# --8<-- [start:by_hand]
# once more, for total variation, from its definition
probs_p, probs_q = p.log_probs().exp(), q.log_probs().exp()
half = 0.5 * (first.probs - other.probs).abs().sum()
assert abs(0.5 * (probs_p - probs_q).abs().sum() - half) < 1e-12
assert abs(tv(first, other) - half) < 1e-12
never = Categorical(torch.tensor([0, 1, 2, 3, 4]).double())  # one π′ is zero
end = model.with_first(never).given("", horizon=4)
assert abs(tv(p, end) - tv(first, never)) < 1e-12
assert kl(p, end) == inf == kl(first, never)
torch_kl = kl_divergence(first, other)
assert abs(kl(first, other) - torch_kl) < 1e-12
# --8<-- [end:by_hand]
