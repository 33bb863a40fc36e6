"""Draw what the products of a model sum to, for each first word."""

import matplotlib.pyplot as plt
import torch

from firsttoken import Causal, Tabular, kitten

world = kitten()
random = torch.Generator().manual_seed(0)
model = Causal(Tabular(world.vocabulary, 4, generator=random))
begun = model.given(list(world.vocabulary), horizon=3)
rest = begun.log_probs().exp().sum(dim=0)  # after each first word
sums = {
    "no first factor": (rest, "C5"),
    "a uniform one": (rest / len(rest), "C1"),
    "KITTEN's own": (rest * world.first().probs, "C0"),
}
figure, axes = plt.subplots(figsize=(5, 2.1), layout="constrained")
for row, (parts, color) in enumerate(sums.values()):
    left = 0.0
    for part in parts.tolist():
        axes.barh(row, part, left=left, color=color, edgecolor="w", height=0.6)
        left += part
    spot = (left + 0.15, row)
    axes.text(*spot, f"{left:.4g}", va="center")
axes.set_yticks(range(len(sums)), list(sums))
axes.invert_yaxis()
axes.set_xlim(0, 8.7)
axes.set_xlabel("sum of all products, a piece for each first word")
plt.show()
