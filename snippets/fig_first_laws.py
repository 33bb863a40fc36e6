"""Draw first laws: of KITTEN, and of three networks that were asked."""

import matplotlib.pyplot as plt

from firsttoken import GRU, Causal, Transformer, Vocabulary, fit, kitten

world = kitten()
marked = Vocabulary([*world.vocabulary, "⊥"])
law = world.over(marked)


def asked(network):
    """Return the law of the words after ⊥."""
    model = Causal(network, before="⊥", excluded=["⊥"])
    return model.given("", horizon=1).log_probs().exp().tolist()[:8]


trained = Transformer(marked, 4, width=16)
start = Causal(trained, before="⊥", excluded=["⊥"])
fit(law, start, scored=[1, 2, 3, 4], steps=200)
untrained = Transformer(marked, 4, width=16)
silent = Causal(untrained, excluded=["⊥"])
fit(law, silent, scored=[2, 3, 4], steps=200)
recurrent = GRU(world.vocabulary)
fit(world, Causal(recurrent), scored=[1, 2, 3, 4], steps=300)

laws = {
    "⊥, trained": (asked(trained), "C4o"),
    "a start state, no ⊥": (recurrent.log_first().exp().tolist(), "C4D"),
    "⊥, never trained": (asked(untrained), "kX"),
}
figure, axes = plt.subplots(figsize=(5, 3.2), layout="constrained")
places = range(8)
axes.bar(
    places,
    world.first().probs.tolist(),
    width=0.8,
    color="C0",
    alpha=0.3,
    label="KITTEN",
)
for row, (name, (values, style)) in enumerate(laws.items()):
    shifted = [place + 0.22 * (row - 1) for place in places]
    fill = "none" if style[-1] == "D" else "full"
    axes.plot(shifted, values, style, label=name, fillstyle=fill)
axes.set_xticks(places, list(world.vocabulary), rotation=30, ha="right")
axes.set_ylabel("probability of the first word")
axes.set_ylim(bottom=-0.02)
axes.spines[["top", "right"]].set_visible(False)
axes.legend(frameon=False, loc="upper right")
plt.show()
