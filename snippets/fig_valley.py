"""Draw two losses over first laws and conditionals: a valley, a bowl."""

import matplotlib.pyplot as plt
import torch

from firsttoken import Causal, Joint, Tabular, Vocabulary, cross_entropy
from torch.distributions import Categorical

random = torch.Generator().manual_seed(0)
table = torch.rand(3, 3, 3, generator=random, dtype=torch.float64)
p = Joint(Vocabulary("abc"), table / table.sum())
pair = p.probs.sum(dim=2)
first = pair.sum(dim=1)
conditionals = [pair / first[:, None], p.probs / pair[..., None]]


def model(along, across):
    """Return p with its first law and its conditionals raised to powers."""
    q = Tabular(p.vocabulary, 3)
    for logits, law in zip(q.logits, conditionals):
        logits.data = across * law.log()
    return Causal(q).with_first(Categorical(first**along))


powers = torch.linspace(-1, 3, 17, dtype=torch.float64)
figure, axes = plt.subplots(
    1, 2, figsize=(5, 3.1), sharey=True, layout="constrained"
)
for each, scored in zip(axes, ([2, 3], [1, 2, 3])):
    least = cross_entropy(p, model(1, 1), scored=scored).item()
    loss = [
        [
            cross_entropy(p, model(a, b), scored=scored).item() - least
            for a in powers
        ]
        for b in powers
    ]
    levels = [0.01, 0.03, 0.08, 0.16, 0.3, 0.5]
    each.contour(
        powers, powers, loss, levels, colors="k", linewidths=0.8, alpha=0.5
    )
    each.plot(1, 1, "o", color="C0", markersize=8, zorder=3)
    each.set_xticks([1], ["first law\nof the data"])
    each.tick_params(length=0)
axes[0].axhline(1, color="C5", linewidth=4, solid_capstyle="butt")
axes[0].set_yticks([1], ["the data's\nconditionals"])
axes[0].set_title("first token left out")
axes[1].set_title("every token scored")
axes[0].set_ylabel("other conditionals")
figure.supxlabel("other first laws", fontsize=11)
plt.show()
