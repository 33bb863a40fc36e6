"""Draw the mass of finite trees, height by height, and what it tends to."""

import matplotlib.pyplot as plt
import torch

p = torch.linspace(0, 1, 201, dtype=torch.float64)
figure, axes = plt.subplots(figsize=(5, 3.6), layout="constrained")
mass, places = torch.zeros_like(p), {1: 56, 2: 76, 4: 86, 8: 93}
for height in range(1, 9):
    mass = (1 - p) + p * mass**2
    if height in places:
        axes.plot(p, mass, "k-", linewidth=1)
        at = places[height]
        axes.text(p[at], mass[at] - 0.012, height, ha="right", va="top")
limit = ((1 - p) / p).clamp(max=1)
axes.plot(p, limit, "C0-", linewidth=3)
axes.text(0.68, 0.56, "finite trees", ha="left")
late, early = p[p >= 0.5], p[(p <= 0.5) & (p >= 0.41)]
axes.plot(late, torch.ones_like(late), "k:", linewidth=2.5)
axes.plot(early, (1 - early) / early, "k:", linewidth=2.5)
axes.text(0.74, 1.03, "the other solution", ha="center")
axes.text(0.02, 0.55, "trees of a height\nup to …", va="top")
axes.set_xlabel("p, the probability of S → S S")
axes.set_ylabel("mass")
axes.set_ylim(0, 1.45)
axes.set_yticks([0, 0.25, 0.5, 0.75, 1])
axes.spines[["top", "right"]].set_visible(False)
plt.show()
