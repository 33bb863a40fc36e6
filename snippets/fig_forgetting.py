"""Draw how the law of the next letters forgets the first one."""

from string import ascii_lowercase

import matplotlib.pyplot as plt
import numpy as np
import torch

from firsttoken import power_iteration, stationary_law, topics

letters = "_" + ascii_lowercase
text = topics().letters + "_"
tokens = torch.tensor([letters.index(letter) for letter in text])
pairs = (27 * tokens + tokens.roll(-1)).bincount(minlength=27**2)
kernel = pairs.reshape(27, 27).double()
kernel /= kernel.sum(dim=1, keepdim=True)
law = stationary_law(kernel)

figure, axes = plt.subplots(figsize=(5, 2.9), layout="constrained")
steps = range(19)
distance = {}
for start in letters:
    point = torch.eye(27).double()[letters.index(start)]
    laws = power_iteration(kernel, point, steps=18)
    distance[start] = (laws - law).abs().sum(1) / 2
    axes.plot(steps, distance[start], color="C0", alpha=0.18, linewidth=1)
for start, mark in {"q": "o", "z": "s", "_": "^"}.items():
    name = "after a blank" if start == "_" else f"after {start}"
    style = {"color": "C0", "marker": mark, "markersize": 5}
    axes.plot(steps, distance[start], label=name, **style)
second = sorted(np.abs(np.linalg.eigvals(kernel.numpy())))[-2]
rate = [0.8 * second**t for t in steps]
style = {"color": "k", "linestyle": "--", "linewidth": 2, "zorder": 3}
axes.plot(steps, rate, label="second eigenvalue", **style)
axes.set_yscale("log")
axes.set_yticks([1, 1e-3, 1e-6, 1e-9], ["1", "1e-3", "1e-6", "1e-9"])
axes.minorticks_off()
axes.set_xticks(range(0, 19, 3))
axes.set_xlabel("letters later")
axes.set_ylabel("distance in total variation")
axes.spines[["top", "right"]].set_visible(False)
axes.legend(frameon=False, loc="lower left")
plt.show()
