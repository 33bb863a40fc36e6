"""Draw three first laws: the same later conditionals, three joint laws."""

import matplotlib.pyplot as plt
import torch

from firsttoken import kitten

world = kitten()
true = world.first().probs
anywhere = sum(world.marginal(t).log_probs().exp() for t in (1, 2, 3, 4)) / 4
laws = {
    "KITTEN's own": true,
    "uniform": torch.full_like(true, 1 / len(true)),
    "words anywhere": anywhere,
}

figure, axes = plt.subplots(3, 1, figsize=(5, 4.2), sharex=True, sharey=True)
for row, (name, law) in enumerate(laws.items()):
    axes[row].bar(range(len(law)), law.tolist(), width=0.62, color=f"C{row}")
    axes[row].text(7.4, 0.46, name, ha="right", va="top")
    axes[row].set_yticks([0, 0.25, 0.5])
    axes[row].spines[["top", "right"]].set_visible(False)
axes[1].set_ylabel("probability of the first word")
axes[2].set_xticks(range(8), list(world.vocabulary), rotation=30, ha="right")
figure.tight_layout()
plt.show()
