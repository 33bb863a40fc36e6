"""Draw what a guess over two words costs, against many first laws."""

import matplotlib.pyplot as plt
import torch
from torch.distributions import Categorical

from firsttoken import kl

guess = torch.linspace(0.02, 0.98, 97, dtype=torch.float64)
guesses = Categorical(torch.stack([guess, 1 - guess], dim=1))
figure, axes = plt.subplots(figsize=(5, 3.1), layout="constrained")
prices = []
for a in torch.linspace(0, 1, 11, dtype=torch.float64):
    truth = Categorical(torch.stack([a, 1 - a]))
    prices.append(
        torch.stack([kl(truth, Categorical(q)) for q in guesses.probs])
    )
    axes.plot(guess, prices[-1], "C0", alpha=0.35, lw=1)
worst = torch.stack(prices).max(dim=0).values
axes.plot(guess, worst, "k", lw=2.5)
axes.plot(0.5, worst[48], "o", color="C1", markersize=9)
axes.annotate(
    f"uniform: log 2 = {worst[48]:.2f}",
    (0.5, worst[48]),
    (0.5, 1.5),
    ha="center",
    color="C1",
    arrowprops={"arrowstyle": "-", "color": "C1"},
)
axes.set_ylim(0, 3)
axes.set_xlabel("what the guess gives the first of two words")
axes.set_ylabel("price, nats a text")
plt.show()
