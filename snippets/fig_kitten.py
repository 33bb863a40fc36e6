"""Draw KITTEN as a tree, with the probability of each branch."""

import matplotlib.pyplot as plt

from firsttoken import kitten

world = kitten()
words, model = list(world.vocabulary), world.causal()
mode = ["She", "loves", "smol", "kittens"]


def branches(prefix):
    """Return what may follow a prefix, with its probability."""
    law = model.given(" ".join(prefix), horizon=1).log_probs().exp().tolist()
    return [(w, p) for w, p in zip(words, law) if p > 0]


figure, axes = plt.subplots(figsize=(5, 6), layout="constrained")
rows = iter(range(1, 25))  # one for each sentence
columns = [0, 0.85, 1.95, 2.95, 4.0]


def draw(prefix):
    """Draw all that follows a prefix; return the height where it stands."""
    depth = len(prefix)
    if depth == 4:
        row = next(rows)
        chance = world.log_prob(world.encode(" ".join(prefix))).exp().item()
        axes.text(5.2, row, f"{chance:.3f}", **right)
        return row
    ends = [(draw([*prefix, word]), word, p) for word, p in branches(prefix)]
    height = sum(end for end, _, _ in ends) / len(ends)
    for end, word, p in ends:
        chosen = [*prefix, word] == mode[: depth + 1]
        color = "C5" if depth == 0 else "C0"
        left, right_end = (
            columns[depth] + (0.0, 0.7, 0.62, 0.5)[depth],
            columns[depth + 1],
        )
        axes.plot(
            [left, right_end - 0.25],
            [height, end],
            color=color,
            lw=0.6 + 4 * p,
            alpha=0.9 if chosen else 0.35,
            solid_capstyle="round",
        )
        label = f"{word} {p:.2f}".replace("0.", ".").replace("1.00", "1")
        axes.text(right_end - 0.2, end, label, va="center", fontsize=10)
    return height


right = {"ha": "right", "va": "center", "fontsize": 10}
draw([])
axes.set_xlim(-0.05, 5.25)
axes.set_ylim(25, 0)
axes.axis("off")
plt.show()
