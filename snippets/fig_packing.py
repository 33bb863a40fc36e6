"""Draw what a document gives away about the start of the next one."""

from math import log

import matplotlib.pyplot as plt
import torch

from firsttoken import Joint, Vocabulary

share = {"match": 0.7, "goal": 0.3, "aria": 0.6, "chorus": 0.4}
topic = [0, 0, 1, 1]


def mismatch(stay):
    """Return the information between two starts, in nats."""
    probs = torch.tensor(list(share.values()), dtype=torch.float64)
    turns = [[stay if a == b else 1 - stay for b in topic] for a in topic]
    pairs = (
        probs[:, None] * torch.tensor(turns, dtype=torch.float64) * probs / 2
    )
    law = Joint(Vocabulary(list(share)), pairs)
    apart = law.marginal(1).entropy() + law.marginal(2).entropy()
    return (apart - law.entropy()).item()


stays = [place / 40 for place in range(41)]
figure, axes = plt.subplots(figsize=(5, 2.8), layout="constrained")
axes.plot(stays, [mismatch(stay) for stay in stays], "C4")
for stay, words in ((0.5, "shuffled"), (0.9, "stays nine times in ten")):
    axes.plot(stay, mismatch(stay), "o", color="C4", markersize=8)
    spot = (stay - 0.03, mismatch(stay) + 0.05)
    axes.annotate(words, spot, ha="right" if stay > 0.5 else "center")
axes.axhline(log(2), color="k", linestyle=":")
axes.text(0.5, log(2) - 0.02, "log 2", ha="center", va="top")
axes.set_ylim(-0.02, 0.75)
axes.set_xlabel("probability that the next document stays on the topic")
axes.set_ylabel("nats a document")
plt.show()
