"""The law that is reported, and the law that is drawn from."""

from math import inf

import torch
from torch.distributions import kl_divergence

from firsttoken import Causal, FirstTokenUndefined, Tabular
from firsttoken import kitten, tempered, tempered_whole, top_k, tv

# --8<-- [start:tempered]
world = kitten()
model = world.causal()  # a perfect one
drawn = tempered(model, 0.8).given("", horizon=4)
entropy, reported = drawn.entropy().item(), world.entropy().item()
price = kl_divergence(world, drawn).item()
apart = tv(drawn, world).item()
other = tv(drawn, tempered_whole(world, 0.8)).item()
print(f"entropy {entropy:.4f} and not {reported:.4f}; TV {apart:.4f}")
# --8<-- [end:tempered]

# --8<-- [start:by_hand]
p = world.probs
r = torch.ones_like(p)
for t in range(4):
    prefix = p.sum(dim=tuple(range(t + 1, 4))) if t < 3 else p
    power = (prefix / prefix.sum(-1, keepdim=True)).nan_to_num() ** 1.25
    each = (power / power.sum(-1, keepdim=True)).nan_to_num()
    r = r * each.reshape([8] * (t + 1) + [1] * (3 - t))
whole = p**1.25 / (p**1.25).sum()
assert abs(r.sum() - 1) < 1e-12
assert abs(entropy + torch.xlogy(r, r).sum()) < 1e-12
assert abs(reported + torch.xlogy(p, p).sum()) < 1e-12
assert abs(apart - 0.5 * (r - p).abs().sum()) < 1e-12
assert abs(other - 0.5 * (r - whole).abs().sum()) < 1e-12
assert abs(price - (p * (p / r).log()).nan_to_num().sum()) < 1e-12
# --8<-- [end:by_hand]

# --8<-- [start:sampled]
torch.manual_seed(0)
sentences = drawn.sample((20_000,))
places = (sentences * torch.tensor([512, 64, 8, 1])).sum(dim=1)
seen = places.bincount(minlength=8**4) / len(places)
to_drawn = 0.5 * (seen - r.flatten()).abs().sum().item()
to_model = 0.5 * (seen - p.flatten()).abs().sum().item()
assert to_drawn < 0.03 < 0.06 < to_model
# --8<-- [end:sampled]

# --8<-- [start:truncated]
kept = {}
for k in (1, 2, 3):
    cut = top_k(model, k).given("", horizon=4)
    possible = cut.log_probs().exp() > 0
    kept[k] = int(possible.sum()), p.flatten()[possible].sum().item()
    assert kl_divergence(world, cut) == inf
assert [count for count, _ in kept.values()] == [1, 16, 20]
for (_, mass), exact in zip(kept.values(), (0.21, 0.8, 0.95)):
    assert abs(mass - exact) < 1e-12
# --8<-- [end:truncated]

# --8<-- [start:start]
refused = False
try:
    tempered(Causal(Tabular(world.vocabulary, 4)), 0.8).given("", horizon=4)
except FirstTokenUndefined:
    refused = True
assert refused  # a sampler needs its first factor like any model
# --8<-- [end:start]
