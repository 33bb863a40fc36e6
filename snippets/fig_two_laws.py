"""Draw the sentences of KITTEN, and what two samplers make of each."""

import matplotlib.pyplot as plt

from firsttoken import kitten, tempered, top_k

world = kitten()
model = world.causal()
law = world.probs.flatten()
order = law.argsort(descending=True, stable=True)
order = order[law[order] > 0]
samplers = {
    "KITTEN": law,
    "temperature 0.8": tempered(model, 0.8).given("", horizon=4),
    "two likeliest": top_k(model, 2).given("", horizon=4),
}
figure, axes = plt.subplots(figsize=(5, 3.6), layout="constrained")
for (name, each), mark in zip(samplers.items(), ("", "ko", "kx")):
    q = law if name == "KITTEN" else each.log_probs().exp()
    shown = (100 * q[order]).tolist()
    if name == "KITTEN":
        axes.bar(range(len(order)), shown, color="C0", alpha=0.3, label=name)
    else:
        axes.plot(range(len(order)), shown, mark, label=name, markersize=5)
axes.set_xticks([])
axes.set_xlabel(f"the {len(order)} sentences, the likeliest first")
axes.set_ylabel("probability, per cent")
axes.legend(frameon=False)
axes.spines[["top", "right"]].set_visible(False)
plt.show()
