"""What a wrong first law costs: KL(p₁ ‖ π), and nothing else."""

from math import exp, inf, log

import torch
from torch.distributions import Categorical, kl_divergence

from firsttoken import Causal, Joint, Tabular, kitten, kl

world = kitten()
size = len(world.vocabulary)

# --8<-- [start:chain]
random = torch.Generator().manual_seed(0)
other = Tabular(world.vocabulary, 4, generator=random)
guess = torch.rand(size, generator=random, dtype=torch.float64)
q = Causal(other).with_first(Categorical(guess)).given("", horizon=4)

whole = kl_divergence(world, q).item()
parts = [kl(world.first(), Categorical(guess)).item()]
p = world.log_probs().exp().reshape([size] * 4)
for t in (2, 3, 4):
    prefix = p.flatten(t - 1).sum(dim=-1)
    joint = p.flatten(t).sum(dim=-1) if t < 4 else p
    conditional = joint / prefix.clamp(min=1e-300)[..., None]
    ratio = conditional.log() - other.logits[t - 2].log_softmax(dim=-1)
    terms = torch.where(joint > 0, joint * ratio, 0.0)
    parts.append(terms.sum().item())

assert abs(whole - sum(parts)) < 1e-12
print(" + ".join(f"{part:.4f}" for part in parts), f"= {whole:.4f} nats")
# --8<-- [end:chain]


# --8<-- [start:exact]
def with_first(first):
    """Return KITTEN's conditionals behind another law of the first word."""
    later = p / world.first().probs.reshape(-1, 1, 1, 1)
    later = later.nan_to_num(nan=1 / size**3)  # impossible starts: any law
    return Joint(world.vocabulary, first.reshape(-1, 1, 1, 1) * later)


# --8<-- [end:exact]

# --8<-- [start:cost]
uniform = torch.ones(size, dtype=torch.float64) / size
cost = kl_divergence(world, with_first(uniform)).item()
first_entropy = world.first().entropy().item()

assert abs(cost - kl(world.first(), Categorical(uniform)).item()) < 1e-12
assert abs(cost - (log(size) - first_entropy)) < 1e-12
bits = cost / log(2)
assert abs(2**-bits - exp(first_entropy) / size) < 1e-12
print(f"the price of a uniform first word: {cost:.6f} nats, {bits:.3f} bits")
# --8<-- [end:cost]

# --8<-- [start:infinite]
# a first word that the guess excludes: both sides are infinite
never_she = uniform.clone()
never_she[0], never_she[1] = 0.0, 2 / size
assert kl_divergence(world, with_first(never_she)).item() == inf
assert kl(world.first(), Categorical(never_she)).item() == inf
# --8<-- [end:infinite]
