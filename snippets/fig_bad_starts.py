"""Draw twenty sentences of KITTEN behind a uniform first word."""

import matplotlib.pyplot as plt
import torch

from firsttoken import Joint, kitten

world = kitten()
p, first = world.probs, world.first().probs
later = p / first.reshape(-1, 1, 1, 1)
later = later.nan_to_num(nan=1 / 8**3)  # after an impossible word: any law
guessed = Joint(world.vocabulary, later / 8)
torch.manual_seed(0)

figure, axes = plt.subplots(figsize=(5, 3.3), layout="constrained")
for row, sentence in enumerate(guessed.sample((20,)).tolist()):
    place, (start, *rest) = divmod(row, 10), sentence
    left = 4.1 * place[0]
    wrong = first[start] == 0
    words = [world.vocabulary[symbol] for symbol in rest]
    axes.text(
        left,
        place[1],
        world.vocabulary[start],
        color="C1" if wrong else "k",
        fontsize=10,
        va="center",
    )
    if wrong:
        axes.plot([left - 0.05, left + 0.95], [place[1]] * 2, "C1", lw=1.5)
    axes.text(left + 1.05, place[1], " ".join(words), fontsize=10, va="center")
axes.set_xlim(-0.1, 8.2)
axes.set_ylim(9.6, -0.6)
axes.axis("off")
plt.show()
