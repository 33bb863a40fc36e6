"""Draw two bilingual worlds: other first laws, and the same conditionals."""

import matplotlib.pyplot as plt
import torch

from firsttoken import Joint, Vocabulary, stationary_law

torch.set_default_dtype(torch.float64)
english, french = ["the", "dog", "sees"], ["le", "chien", "voit"]
vocabulary = Vocabulary(english + french)
within = torch.tensor([[0.0, 0.9, 0.1], [0.3, 0.0, 0.7], [0.8, 0.2, 0.0]])
kernel = torch.block_diag(within, within)
law = stationary_law(within)

figure, panels = plt.subplots(
    1, 2, figsize=(5, 3.6), sharey=True, layout="constrained"
)
for axes, share in zip(panels, (0.5, 0.9)):
    first = torch.cat([share * law, (1 - share) * law])
    world = Joint(vocabulary, first[:, None] * kernel)
    after = world.causal().given(list(vocabulary), horizon=1)
    rows = after.log_probs().exp().T
    for a, b in (rows > 0).nonzero().tolist():
        side = rows[a, b].item() ** 0.5
        corner = (b - side / 2, a - side / 2)
        square = plt.Rectangle(corner, side, side, color="C0", linewidth=0)
        axes.add_patch(square)
    starts = world.first().probs.tolist()
    axes.barh(range(6), [5 * p for p in starts], left=6.2, color="C5")
    axes.axhline(2.5, color="k", linewidth=1, linestyle=":")
    axes.axvline(2.5, color="k", linewidth=1, linestyle=":", ymax=0.98)
    axes.set_title(f"{share:.0%} English", fontsize="medium")
    axes.set_xlim(-0.6, 8.4)
    axes.set_ylim(5.6, -0.6)
    axes.set_aspect("equal")
    axes.set_xticks([*range(6), 7.2], [*vocabulary, "first"], rotation=90)
    axes.set_yticks(range(6), list(vocabulary))
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
plt.show()
