"""Draw four clocks: the mass of what is still going after n symbols."""

import matplotlib.pyplot as plt
import torch

from firsttoken import survival

t = torch.arange(1, 10_001, dtype=torch.float64)
clocks = [
    (torch.full_like(t, 0.1), "C4o-", "one in ten", (52, 0.0007, "right")),
    (1 / (t + 1), "C4s--", "1/(t + 1)", (420, 0.0035, "left")),
    (1 / (t + 1) ** 2, "C4^-.", "1/(t + 1)²", (9000, 0.68, "right")),
    (2.0**-t, "C4D:", "1/2ᵗ", (9000, 0.14, "right")),
]
figure, axes = plt.subplots(figsize=(5, 3.2), layout="constrained")
for hazard, style, name, (x, y, align) in clocks:
    alive = survival(hazard)
    places = [round(10 ** (k / 2)) - 1 for k in range(9)]
    shown = [place for place in places if alive[place] > 4e-4]
    axes.plot(t, alive, style, markevery=shown, markersize=6)
    axes.text(x, y, name, ha=align)
axes.set_xscale("log")
axes.set_yscale("log")
axes.set_ylim(3e-4, 1.3)
axes.set_yticks([0.001, 0.01, 0.1, 0.5, 1], ["0.001", "0.01", "0.1", "½", "1"])
labels = ["1", "10", "100", "1,000", "10,000"]
axes.set_xticks([10**k for k in range(5)], labels)
axes.minorticks_off()
axes.set_xlabel("symbols")
axes.set_ylabel("mass of what has not stopped")
axes.spines[["top", "right"]].set_visible(False)
plt.show()
