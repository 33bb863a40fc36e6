"""Draw the weights of an attention head, with a sink and without."""

import matplotlib.pyplot as plt
import torch

torch.manual_seed(0)
query, keys, _ = (
    torch.randn(1, size, 4, dtype=torch.float64) for size in (1, 6, 6)
)
scores = (query @ keys.mT / 2).flatten()
b = scores.logsumexp(dim=0, keepdim=True)  # the score of the sink
heads = {
    "six keys": [0.0, *scores.softmax(dim=0).tolist()],
    "and a sink": torch.cat([b, scores]).softmax(dim=0).tolist(),
}
figure, axes = plt.subplots(
    1, 2, figsize=(5, 2.6), sharey=True, layout="constrained"
)
for each, (title, weights) in zip(axes, heads.items()):
    each.bar(range(7), weights, color=["C4", *["C0"] * 6], width=0.7)
    each.set_title(title)
    names = ["⊥", *map(str, range(1, 7))]
    each.set_xticks(range(7), names)
    each.set_xlabel("key")
    for place, weight in enumerate(weights):
        if weight > 0:
            spot = (place, weight + 0.01)
            each.text(*spot, f"{weight:.2f}"[1:], ha="center", fontsize=10)
axes[0].set_ylabel("weight")
plt.show()
