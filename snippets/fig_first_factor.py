"""Draw what the essay's sentence costs, factor by factor, and who pays."""

import matplotlib.pyplot as plt

from firsttoken import kitten

words = ["She", "loves", "smol", "kittens"]
model = kitten().causal()
starts = [" ".join(words[:t]) for t in range(4)]
laws = [model.given(start, horizon=1) for start in starts]
pairs = zip(laws, words)
costs = [-law.log_prob(law.encode(word)).item() for law, word in pairs]
ends = [sum(costs[: t + 1]) for t in range(4)]
rows = ["the chain rule needs", "training scores", "with BOS, it scores"]

figure, axes = plt.subplots(figsize=(5, 2.6), layout="constrained")
for row in range(3):
    for t, (cost, end) in enumerate(zip(costs, ends)):
        left = end - cost
        missing = row == 1 and t == 0
        style = {"color": f"C{5 if t == 0 else 0}", "alpha": 1.0}
        if missing:
            style = {"facecolor": "none", "edgecolor": "C5", "linestyle": "--"}
        axes.barh(row, cost - 0.012, left=left, height=0.42, **style)
        place = left + cost / 2
        if row == 0:
            axes.text(place, -0.36, words[t], ha="center", va="bottom")
        if missing:
            axes.text(place, row, "?", ha="center", va="center")
    axes.text(0, row - 0.27, rows[row] if row else "", va="bottom")
axes.text(0, -0.72, rows[0], va="bottom")
axes.set_ylim(2.4, -1.05)
axes.set_yticks([])
axes.set_xlabel("cost in nats, the negative logarithm of a probability")
axes.spines[["top", "right", "left"]].set_visible(False)
plt.show()
