"""Draw what the first word of a sentence costs, after four trainings."""

from collections import Counter
from math import log

import matplotlib.pyplot as plt
import torch

from firsttoken import Causal, Stream, Transformer
from firsttoken import fit_stream, split_sentences, topics

torch.set_num_threads(1)
options = {"frequent": 500, "special": ["<s>", "</s>"], "unk": "<?>"}
vocabulary, training, held_out = split_sentences(
    topics(), shortest=3, longest=20, **options
)
size, starts = len(vocabulary), [each[0] for each in held_out]
alone = Stream.documents(training, before=0, stop=1)
bare = Stream(alone.tokens, alone.starts + 1, alone.ends)
cut = {"length": 20, "separator": 1}
streams = {
    "⊥ before each\nsentence": (alone, "<s>"),
    "packed, asked\nafter an end": (Stream.packed(training, **cut), "</s>"),
    "⊥ before any\nwindow": (
        Stream.chunks(training, before=0, **cut),
        "<s>",
    ),
    "⊥ never trained": (bare, "<s>"),
}
seen, total = Counter(each[0] for each in training), len(training)


def left_out(add):
    """Return how well the other starts foretell each, so much added."""
    whole = total - 1 + add * size
    return sum(n * log((n - 1 + add) / whole) for n in seen.values())


add = max((2.0**-k for k in range(-3, 13)), key=left_out)
counted = [-log((seen[w] + add) / (total + add * size)) for w in starts]

figure, axes = plt.subplots(figsize=(5, 3.3), layout="constrained")
for row, (stream, start) in enumerate(streams.values()):
    network = Transformer(
        vocabulary, 24, width=48, heads=4, seed=0, dtype=torch.float32
    )
    recipe = {"steps": 250, "rate": 0.004, "seed": 0}
    fit_stream(stream, Causal(network), **recipe, cache_dir="build/kept")
    model = Causal(network, before=start, stop="</s>", excluded=["<s>"])
    law = model.given("", horizon=1).log_probs().detach().double()
    costs = -law[starts]
    error = 2 * costs.std().item() / len(starts) ** 0.5
    axes.errorbar(costs.mean().item(), row, xerr=error, fmt="o", color="C4")
mean = sum(counted) / len(counted)
for cost, color, name in (
    (log(size), "C1", "uniform"),
    (mean, "C3", "counted"),
):
    axes.vlines(cost, -0.5, 3.5, color=color)
    axes.text(cost, -0.6, name, ha="center")
axes.set_yticks(range(4), list(streams))
axes.set_ylim(3.5, -1)
axes.set_xlim(left=0)
axes.set_xlabel("cost of the first word, nats a sentence")
plt.show()
