"""Draw how many claims of the original hold, hold if, and do not hold."""

import matplotlib.pyplot as plt

# Each verdict, how many rows of the scorecard have it, and its look.
verdicts = [
    ("holds", 5, "C0", 0.5),
    ("holds if", 13, "C0", 0.2),
    ("does not hold", 2, "k", 0.25),
]
figure, axes = plt.subplots(figsize=(5, 1.3), layout="constrained")
left = 0
for verdict, count, color, alpha in verdicts:
    axes.barh(0, count, left=left, height=0.6, color=color, alpha=alpha)
    middle = left + count / 2
    axes.text(middle, 0, str(count), ha="center", va="center", fontsize=13)
    edge = "right" if verdict == "does not hold" else "center"
    place = left + count if edge == "right" else middle
    axes.text(place, 0.42, verdict, ha=edge, va="bottom")
    left += count
axes.set_xlim(0, left)
axes.set_ylim(-0.35, 0.75)
axes.axis("off")
plt.show()
