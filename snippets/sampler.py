"""From a law to a sampler, and from the sampler back to the law."""

import torch

from firsttoken import Implicit, kitten

# --8<-- [start:there]
world = kitten()
strings = world.enumerate_support()
target = world.probs.reshape(-1)
upper = target.cumsum(dim=0)  # the steps of the distribution function
latents = 10_000


def g(z):
    """Return the string whose step holds the point (z + 1/2) / latents."""
    return torch.searchsorted(upper, (z + 0.5) / latents).clamp(max=4095)


# --8<-- [end:there]

# --8<-- [start:back]
law = Implicit(g, latents=latents, values=len(strings)).law()
gap = (law.probs - target).abs().max().item()
assert gap <= 1 / latents  # a grid of that many points; none on a continuum
assert abs(law.probs.sum() - 1) < 1e-12

drawn = strings[g(torch.arange(latents))]
counted = torch.zeros([8] * 4, dtype=torch.float64)
ones = torch.ones(latents, dtype=torch.float64)
counted.index_put_(drawn.unbind(dim=1), ones, accumulate=True)
assert (law.probs - counted.reshape(-1) / latents).abs().max() < 1e-15
print(f"largest difference of a probability: {gap:.0e}")
# --8<-- [end:back]
