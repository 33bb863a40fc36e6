"""A sampler that keeps the two likeliest symbols never stops."""

import torch

from firsttoken import bigram_mass

# --8<-- [start:keep]
law = torch.tensor([[0.45, 0.45, 0.1]] * 2, dtype=torch.float64)  # a, b, $


def sampler(kept):
    """Return the mass of finite texts, with these symbols kept."""
    cut = torch.where(kept, law, 0.0)
    cut /= cut.sum(dim=1, keepdim=True)
    return bigram_mass(cut[:, :2], cut[:, 2]), cut[:, 2]


whole, _ = sampler(law > 0)
assert (whole - 1).abs().max() < 1e-12
# --8<-- [end:keep]

# --8<-- [start:top]
likeliest = law.topk(2, dim=1).indices
top = torch.zeros_like(law, dtype=torch.bool).scatter(1, likeliest, True)

ordered, places = law.sort(dim=1, descending=True)
missing = ordered.cumsum(dim=1) - ordered < 0.9  # not yet nine tenths
nucleus = torch.zeros_like(top).scatter(1, places, missing)
for kept in (top, nucleus):
    never, hazard = sampler(kept)
    assert never.tolist() == hazard.tolist() == [0, 0]
# --8<-- [end:top]

# --8<-- [start:repair]
kept = torch.tensor([[True, False, True]] * 2)  # one word and the stop
repaired, hazard = sampler(kept)
assert (repaired - 1).abs().max() < 1e-12
assert (hazard >= law[:, 2]).all()
# --8<-- [end:repair]
