"""Draw the price of a document, and the share of each of its tokens."""

import matplotlib.pyplot as plt
import torch
from torch.distributions import Categorical

from firsttoken import kl

lengths = [2**power for power in range(13)]
gpt2 = 50257  # the symbols of GPT-2's vocabulary
point = torch.zeros(gpt2, dtype=torch.float64)
point[0] = 1.0  # the worst that a first law can be for a uniform guess
worst = kl(Categorical(point), Categorical(torch.ones_like(point))).item()

figure, axes = plt.subplots(figsize=(5, 3.2), layout="constrained")
axes.plot(lengths, [worst] * len(lengths), "C1--", label="a document")
shares = [worst / length for length in lengths]
axes.plot(lengths, shares, "C1o-", markersize=4, label="each token of it")
axes.set_xscale("log", base=2)
axes.set_yscale("log")
axes.set_xticks(lengths[::2], [f"{length:,}" for length in lengths[::2]])
axes.set_yticks([0.01, 0.1, 1, 10], ["0.01", "0.1", "1", "10"])
axes.minorticks_off()
axes.set_xlabel("tokens in the document")
axes.set_ylabel("nats")
axes.spines[["top", "right"]].set_visible(False)
axes.legend(frameon=False, loc="center right")
plt.show()
