"""Draw what each objective settles, against what a law on V³ has."""

import matplotlib.pyplot as plt
import torch

from firsttoken import Joint, Vocabulary, conditional, free_dimensions

random = torch.Generator().manual_seed(0)
table = torch.rand(3, 3, 3, generator=random, dtype=torch.float64) + 0.1
world = Joint(Vocabulary("abc"), table / table.sum())
whole = 3**3 - 1

setups = {"all positions": [conditional(1, 2, 3)]}
setups["no start"] = [conditional(2, 3, given=[1])]
setups["prompt, or classifier"] = [conditional(3, given=[1, 2])]
setups["nothing scored"] = []
free = {name: free_dimensions(world, *f) for name, f in setups.items()}

figure, axes = plt.subplots(figsize=(5, 3.4), layout="constrained")
for row, left in enumerate(free.values()):
    axes.barh(row, whole - left, height=0.5, color="C0")
    axes.barh(row, left, left=whole - left, height=0.5, color="C5", hatch="//")
    text = f"{left} open" if left else "none open"
    axes.text(whole + 1, row, text, va="center")
masked = 3 * 3**2 * 2  # three positions, nine contexts, two numbers each
axes.barh(4, masked, height=0.5, color="C0")
axes.barh(4, masked - whole, left=whole, height=0.5, color="k", alpha=0.4)
spot = (whole + masked) / 2
axes.text(spot, 3.62, f"{masked - whole} too many", va="bottom", ha="center")
axes.axvline(whole, color="k", linestyle="--", linewidth=1)
axes.set_yticks(range(5), [*free, "masked model"])
axes.set_xticks([0, 10, 20, whole, 40, 54])
axes.invert_yaxis()
axes.set_xlabel("numbers that the loss settles; a law has 26")
axes.spines[["top", "right"]].set_visible(False)
plt.show()
