"""Draw the laws that a masked model has, one for each order of filling in."""

from itertools import permutations

import matplotlib.pyplot as plt
import torch

from firsttoken import Joint, Vocabulary

vocabulary, n = Vocabulary("abc"), 3
random = torch.Generator().manual_seed(0)
orders = list(permutations(range(n)))
pieces = {}
for order in orders:
    for t, place in enumerate(order):
        seen = frozenset(order[:t])
        shape = [3 if at == place or at in seen else 1 for at in range(n)]
        logits = torch.randn(shape, generator=random, dtype=torch.float64)
        pieces.setdefault((place, seen), logits.softmax(dim=place))
laws = []
for order in orders:
    table = torch.ones(1, dtype=torch.float64)
    for t, place in enumerate(order):
        table = table * pieces[place, frozenset(order[:t])]
    laws.append(Joint(vocabulary, table).probs.flatten())
mean = sum(laws) / len(laws)
shown = mean.argsort(descending=True)[:8].tolist()

figure, axes = plt.subplots(figsize=(5, 3), layout="constrained")
for number, law in enumerate(laws):
    values = [100 * law[at].item() for at in shown]
    label = "one order" if number == 0 else None
    axes.plot(range(8), values, "ko", alpha=0.45, label=label)
axes.plot(range(8), [100 * mean[at].item() for at in shown], "_", label="mean")
axes.lines[-1].set(color="C0", markersize=22, markeredgewidth=3)
names = ["".join("abc"[at // 3**k % 3] for k in (2, 1, 0)) for at in shown]
axes.set_xticks(range(8), names)
axes.set_ylim(bottom=0)
axes.set_xlabel("string")
axes.set_ylabel("probability, per cent")
axes.legend(frameon=False)
axes.spines[["top", "right"]].set_visible(False)
plt.show()
