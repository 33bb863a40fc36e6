"""A network that draws in one call, and weighs in 65,536."""

from collections import Counter
from math import sqrt

import torch

from firsttoken import Implicit

# --8<-- [start:network]
random = torch.Generator().manual_seed(0)
hidden = torch.randn(16, 32, generator=random, dtype=torch.float64) / 4
output = torch.randn(32, 37, generator=random, dtype=torch.float64)
places = 2 ** torch.arange(16)
calls = []


def g(noise):
    """Return one of 37 symbols for each number of 16 random bits."""
    calls.extend(noise.tolist())
    bits = (noise[:, None] & places).sign().double() * 2 - 1
    return ((bits @ hidden).tanh() @ output).argmax(dim=1)


generator = Implicit(g, latents=2**16, values=37)
# --8<-- [end:network]

# --8<-- [start:cost]
torch.manual_seed(0)
draw = generator.sample().item()
cost_to_draw = len(calls)
law = generator.law()
cost_to_weigh = len(calls) - cost_to_draw

assert cost_to_draw == 1
assert cost_to_weigh == 2**16
assert law.probs.sum().item() == 1.0  # counts over a power of two: exact
counts = Counter(g(torch.arange(2**16)).tolist())
by_hand = torch.tensor([counts[x] for x in range(37)]).double() / 2**16
assert (law.probs - by_hand).abs().max() < 1e-15
torch.manual_seed(0)
assert draw == g(torch.randint(2**16, (1,))).item()  # one latent, one draw
print(f"{cost_to_draw} call to draw, {cost_to_weigh:,} to weigh")
# --8<-- [end:cost]

# --8<-- [start:agree]
torch.manual_seed(0)
draws = 200_000
drawn = torch.bincount(generator.sample((draws,)), minlength=37) / draws
distance = 0.5 * (drawn - by_hand).abs().sum().item()
expected = 0.5 * sqrt(37 / draws)  # no more than this, on average
band = expected + 0.01  # more has a chance below e⁻⁴⁰
assert 0 < distance < band
print(f"{draws:,} draws are {distance:.4f} from the law; allowed {band:.4f}")
# --8<-- [end:agree]
