"""Draw what a guess of the length costs: a part for lengths, one for words."""

import matplotlib.pyplot as plt
import torch
from torch.distributions import Categorical

from firsttoken import kitten, kl

world = kitten()
model = world.causal()
begun = {
    n: model.given("", horizon=n).log_probs().exp().reshape([8] * n)
    for n in (3, 4)
}
stop = torch.zeros(8, dtype=torch.float64)
stop[world.vocabulary.index_of("smol")] = 0.5
truth = {3: begun[3] * stop, 4: world.probs * (1 - stop)[:, None]}
shares = torch.stack([part.sum() for part in truth.values()])
words = sum(
    share * kl(Categorical((p / share).flatten()), Categorical(q.flatten()))
    for share, p, q in zip(shares, truth.values(), begun.values())
).item()
guesses = {"counted": shares, "even": [0.5, 0.5], "one in twenty": [0.05, 0.95]}

figure, axes = plt.subplots(figsize=(5, 2.9), layout="constrained")
for row, guess in enumerate(guesses.values()):
    law = Categorical(torch.as_tensor(guess, dtype=torch.float64))
    length = kl(Categorical(shares), law).item()
    axes.barh(row, words, height=0.5, color="C0", alpha=0.5)
    axes.barh(row, length, left=words, height=0.5, color="C4", hatch="//")
axes.text(words / 2, -0.4, "the words", ha="center")
axes.text(words, -0.4, "the length")
axes.set_yticks(range(3), list(guesses))
axes.set_ylim(2.5, -0.8)
axes.set_ylabel("guess, three words")
axes.set_xlabel("excess, nats a text")
axes.spines[["top", "right"]].set_visible(False)
plt.show()
