"""To keep two tokens at each step is not to keep the strings they make."""

from math import inf, log

import torch
from torch.distributions import kl_divergence

from firsttoken import Joint, Vocabulary, top_k, tv

# --8<-- [start:toy]
fork = Vocabulary("ab12345678")
probs = torch.zeros(10, 10, dtype=torch.float64)
after_a = [0.16, 0.14, 0.12, 0.12, 0.12, 0.12, 0.11, 0.11]
probs[0, 2:] = 0.6 * torch.tensor(after_a, dtype=torch.float64)
probs[1, 2] = 0.4
q = Joint(fork, probs)

sampler = top_k(q.causal(), 2).given("", horizon=2)
kept = sampler.log_probs().exp().reshape(10, 10) > 0
mass = q.probs[kept].sum().item()
restricted = Joint(fork, torch.where(kept, q.probs, 0.0) / mass)
# --8<-- [end:toy]

# --8<-- [start:apart]
local = sampler.prefix(1).log_probs().exp()[0].item()
whole = restricted.first().probs[0].item()
assert kept.sum() == 3
assert abs(mass - 0.58) < 1e-12
assert abs(local - 0.6) < 1e-12
assert abs(whole - 0.18 / 0.58) < 1e-12
assert abs(tv(sampler, restricted) - (0.6 - 0.18 / 0.58)) < 1e-12
print(f"a begins {local:.4f} of what is drawn, {whole:.4f} of what is kept")
# --8<-- [end:apart]

# --8<-- [start:even]
after_a, after_b = [0.5, 0.3, 0.2], [0.2, 0.5, 0.3]  # of both, 0.8 is kept
pairs = torch.zeros(5, 5, dtype=torch.float64)
pairs[0, 2:] = 0.6 * torch.tensor(after_a, dtype=torch.float64)
pairs[1, 2:] = 0.4 * torch.tensor(after_b, dtype=torch.float64)
even = Joint(Vocabulary("abxyz"), pairs)
four = top_k(even.causal(), 2).given("", horizon=2).log_probs().exp()
rest = torch.where(four.reshape(5, 5) > 0, pairs, 0.0)
assert (four - rest.flatten() / rest.sum()).abs().max() < 1e-12
# --8<-- [end:even]

# --8<-- [start:divergence]
assert kl_divergence(q, sampler) == inf
assert kl_divergence(q, restricted) == inf
back = kl_divergence(restricted, q).item()
drawn = kl_divergence(sampler, q).item()
assert abs(back + log(0.58)) < 1e-12
assert abs(drawn + 0.6 * log(0.3)) < 1e-12  # −E log of what is kept
# --8<-- [end:divergence]
