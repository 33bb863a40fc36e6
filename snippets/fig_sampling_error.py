"""Draw the price of a counted first law over the number of texts."""

from math import log

import matplotlib.pyplot as plt
import torch
from torch.distributions import Categorical

from firsttoken import kl

size = 50257  # the symbols of GPT-2's vocabulary
zipf = 1 / torch.arange(1, size + 1, dtype=torch.float64)
truth, texts = Categorical(zipf), [10**k for k in range(2, 7)]
torch.manual_seed(0)
price = []
for many in texts:
    counts = truth.sample((many,)).bincount(minlength=size).double()
    price.append(kl(truth, Categorical(counts + 1)).item())
bound = [log(1 + (size - 1) / (many + 1)) for many in texts]
uniform = kl(truth, Categorical(torch.ones_like(zipf))).item()

figure, axes = plt.subplots(figsize=(5, 3.1), layout="constrained")
axes.plot(texts, bound, "k:", label="the bound")
axes.plot(texts, price, "o-", color="C3", label="counted, one added")
axes.axhline(uniform, color="C1", label="uniform guess")
axes.set_xscale("log")
axes.set_xticks(texts, [f"{many:,}" for many in texts], fontsize=10)
axes.minorticks_off()
axes.set_ylim(bottom=0)
axes.set_xlabel("texts counted")
axes.set_ylabel("price, nats a text")
axes.legend(frameon=False)
plt.show()
