"""Three terms divided by four: a perplexity that no law can have."""

from math import exp

import torch

from firsttoken import Causal, Transformer, cross_entropy, kitten

# --8<-- [start:score]
world = kitten()
loss = (world.entropy() - world.first().entropy()).item()  # three terms
wrong = exp(loss / 4)  # and four tokens
least = exp(world.entropy().item() / 4)
share = world.first().entropy().item() / 4

p = world.probs
given_first = p / p.sum(dim=(1, 2, 3), keepdim=True)
terms = p[p > 0] * given_first[p > 0].log()
assert abs(wrong**4 - (-terms.sum()).exp()) < 1e-12
assert abs(least / wrong - exp(share)) < 1e-12
print(f"{wrong:.4f} is below the least possible, {least:.4f}")
# --8<-- [end:score]

# --8<-- [start:least]
random = torch.Generator().manual_seed(0)
support = p[p > 0]
laws = torch.rand(2000, len(support), generator=random).double()
laws /= laws.sum(dim=1, keepdim=True)
others = (-(support * laws.log()).sum(dim=1) / 4).exp()
assert others.min() > least > wrong
# --8<-- [end:least]

# --8<-- [start:mass]
untrained = Causal(Transformer(world.vocabulary, 4, width=16))
rest = untrained.given(list(world.vocabulary), horizon=3)
scores = rest.log_probs().detach().T.reshape(p.shape)  # log K, 8⁴ of them
mass = scores.exp().sum().item()
short = -(p * scores).sum()
assert abs(mass - 8) < 1e-12
assert abs(short - cross_entropy(world, untrained, scored=[2, 3, 4])) < 1e-12
# --8<-- [end:mass]
