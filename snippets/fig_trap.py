"""Draw a bigram model with a trap: three symbols, and no way out of one."""

import matplotlib.pyplot as plt
import torch

from firsttoken import bigram_mass

names = ["a", "b", "c"]
rows = [[0.2, 0.3, 0.3], [0.4, 0.2, 0.2], [0.0, 0.0, 1.0]]
kernel = torch.tensor(rows, dtype=torch.float64)
stop = 1 - kernel.sum(dim=1)
mass = bigram_mass(kernel, stop)
spots = {"a": (0.0, 1.0), "b": (0.0, -1.0), "c": (2.2, 0.0), "$": (-2.2, 0.0)}
loops = {"a": (0.0, 1.62), "b": (0.0, -1.62), "c": (2.95, 0.0)}

figure, axes = plt.subplots(figsize=(5, 3.4), layout="constrained")
moves = [
    (a, b, kernel[i, j].item())
    for i, a in enumerate(names)
    for j, b in enumerate(names)
]
moves += [(a, "$", share.item()) for a, share in zip(names, stop)]
for a, b, share in moves:
    if share < 1e-9:
        continue
    color = "C4" if b == "$" else "k" if b == "c" else "C0"
    if a == b:
        spot = loops[a]
        axes.text(
            *spot, f"↻ {share:.1f}", color=color, ha="center", va="center"
        )
        continue
    (x, y), (u, v) = spots[a], spots[b]
    style = {
        "arrowstyle": "->",
        "connectionstyle": "arc3,rad=0.15",
        "color": color,
        "linewidth": 1 + 4 * share,
        "shrinkA": 17,
        "shrinkB": 17,
    }
    axes.annotate("", (u, v), (x, y), arrowprops=style)
    off = 0.21 if x == u else 0.15  # two arrows stand side by side there
    middle = ((x + u) / 2 + off * (v - y), (y + v) / 2 - off * (u - x))
    axes.text(*middle, f"{share:.1f}", ha="center", va="center")
for name, spot in spots.items():
    color = {"$": "C4", "c": "k"}.get(name, "C0")
    axes.plot(*spot, "o", color=color, markersize=26, fillstyle="none")
    axes.text(*spot, name, ha="center", va="center", fontsize=12)
for name, share in zip(names, mass.tolist()):
    x, y = spots[name]
    spot = (x, y + 0.95 * (1 if y >= 0 else -1))
    text = f"ends: {share:.2f}"
    axes.text(*spot, text, ha="center", va="center", fontsize=10)
axes.set_xlim(-2.6, 3.4)
axes.set_ylim(-2.2, 2.2)
axes.axis("off")
plt.show()
