"""Draw eight readings of a bilingual text, and what each of them implies."""

import matplotlib.pyplot as plt
import torch

generator = torch.Generator().manual_seed(0)
words, switches = 8000, [0.1, 0.01, 0.001]
marks = "os^"

figure, axes = plt.subplots(3, 1, figsize=(5, 3.4), sharex=True)
for row, (switch, panel) in enumerate(zip(switches, axes)):
    turns = torch.rand(8, words, generator=generator) < switch
    french = (turns.cumsum(1) + torch.arange(8)[:, None]) % 2
    seen = torch.arange(1, words + 1)
    share = french.cumsum(1) / seen
    for path in share[:, ::40]:
        panel.plot(seen[::40], path, color="C2", alpha=0.7, linewidth=1)
    ends = share[:, -1]
    panel.plot([words] * 8, ends, marks[row], color="C2", clip_on=False)
    panel.axhline(0.5, color="k", linestyle="--", linewidth=1)
    panel.set_ylim(0, 1)
    panel.set_yticks([0, 0.5, 1], ["0", "half", "1"])
    text = f"a switch in {1 / switch:,.0f} words"
    panel.text(words, 1.03, text, ha="right", va="bottom")
    panel.spines[["top", "right"]].set_visible(False)
axes[2].set_xlabel("words read")
axes[2].set_xticks([0, 2000, 4000, 6000, 8000])
axes[1].set_ylabel("share of French")
figure.tight_layout()
plt.show()
