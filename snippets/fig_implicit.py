"""Draw the law of the implicit sampler beside two sets of draws."""

import matplotlib.pyplot as plt
import torch

from firsttoken import Implicit

random = torch.Generator().manual_seed(0)
hidden = torch.randn(16, 32, generator=random, dtype=torch.float64) / 4
output = torch.randn(32, 37, generator=random, dtype=torch.float64)
places = 2 ** torch.arange(16)


def g(noise):
    """Return one of 37 symbols for each number of 16 random bits."""
    bits = (noise[:, None] & places).sign().double() * 2 - 1
    return ((bits @ hidden).tanh() @ output).argmax(dim=1)


generator = Implicit(g, latents=2**16, values=37)
law, order = generator.law().probs.sort(descending=True)
torch.manual_seed(0)
rows = range(37)
few = torch.bincount(generator.sample((500,)), minlength=37)[order] / 500
many = torch.bincount(generator.sample((200_000,)), minlength=37)[order]

figure, axes = plt.subplots(figsize=(5, 3.4), layout="constrained")
label = "the law: every latent, counted"
axes.bar(
    rows, (100 * law).tolist(), width=0.7, color="C0", alpha=0.35, label=label
)
axes.plot(rows, (100 * few).tolist(), "x", color="k", label="500 draws")
axes.plot(rows, (many / 2000).tolist(), ".", color="k", label="200,000 draws")
axes.set_xticks([])
axes.set_xlabel("the 37 symbols, from the most probable to the least")
axes.set_ylabel("probability, per cent")
axes.spines[["top", "right"]].set_visible(False)
axes.legend(frameon=False, loc="upper right")
plt.show()
