"""Draw what follows each letter, and the law that this implies."""

from string import ascii_lowercase

import matplotlib.pyplot as plt
import torch

from firsttoken import stationary_law, topics

letters = ascii_lowercase + "_"  # "_" is the blank
text = topics().letters + "_"
tokens = torch.tensor([letters.index(letter) for letter in text])
pairs = (27 * tokens + tokens.roll(-1)).bincount(minlength=27**2)
kernel = pairs.reshape(27, 27).double()
kernel /= kernel.sum(dim=1, keepdim=True)
law = stationary_law(kernel)

figure, (top, low) = plt.subplots(
    2, 1, figsize=(5, 5.7), height_ratios=[5, 1], sharex=True
)
for a, row in enumerate(kernel.tolist()):
    for b, p in enumerate(row):
        side = 0.98 * p**0.5  # the area is the probability
        if p > 0.005:
            corner = (b - side / 2, a - side / 2)
            square = plt.Rectangle(corner, side, side, color="C0", linewidth=0)
            top.add_patch(square)
top.set(xlim=(-0.7, 26.7), ylim=(26.7, -0.7), aspect="equal")
top.set_yticks(range(27), letters, fontsize=10)
top.set_ylabel("a letter")
low.bar(range(27), law.tolist(), width=0.7, color="C2")
low.set_xticks(range(27), letters, fontsize=10)
low.set_xlabel("the next letter")
low.set_ylabel("implied")
for axes in (top, low):
    axes.tick_params(length=0)
    axes.spines[["top", "right"]].set_visible(False)
figure.tight_layout()
plt.show()
