"""Draw what is read and what has a law, in four senses of a model."""

import matplotlib.pyplot as plt
import torch

from firsttoken import kitten

world = kitten()
model, sentence = world.causal(), ["She", "loves", "smol", "kittens"]


def chance(read, rest):
    """Return the probability of the rest, given what is read."""
    law = model.given(" ".join(read), horizon=len(rest))
    return f"{law.log_prob(law.encode(' '.join(rest))).exp().item():.2f}"


torch.manual_seed(0)
drawn = world.vocabulary.decode(world.sample()).split()
# a title, the words, how many of them are read, and what the model returns
rows = [
    ("discriminative: a label for an input", sentence, 3),
    ("conditional: the rest for a context", sentence, 1),
    ("strict: one law of whole texts", sentence, 0),
]
strips = [(*row, chance(row[1][: row[2]], row[1][row[2] :])) for row in rows]
strips.append(("sampling: a procedure that draws", drawn, 0, "a draw"))

figure, axes = plt.subplots(figsize=(5, 3.2), layout="constrained")
for line, (title, words, read, value) in enumerate(strips):
    axes.text(0, 2 * line - 0.7, title, fontsize=10)
    for place, word in enumerate(words):
        law, draws = place >= read, line == 3
        box = plt.Rectangle(
            (1.5 * place, 2 * line - 0.45),
            1.42,
            0.9,
            facecolor="C0" if law and not draws else "none",
            edgecolor="C0" if law else "k",
            alpha=0.4 if law and not draws else 1,
            linestyle="-" if law else ":",
            linewidth=1.5,
        )
        axes.add_patch(box)
        spot = (1.5 * place + 0.71, 2 * line)
        axes.text(*spot, word, ha="center", va="center", fontsize=10)
    axes.text(7.3, 2 * line, value, ha="right", va="center")
axes.set_xlim(-0.1, 7.4)
axes.set_ylim(6.7, -1.3)
axes.axis("off")
plt.show()
