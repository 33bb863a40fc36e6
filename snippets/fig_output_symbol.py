"""Draw what a start symbol takes that may be written, as training goes on."""

import matplotlib.pyplot as plt

from firsttoken import Causal, Transformer, Vocabulary, fit, kitten

world = kitten()
marked = Vocabulary([*world.vocabulary, "⊥"])
law = world.over(marked)
words = (law.enumerate_support() != marked.index_of("⊥")).all(dim=1)
trained, price = [0, 10, 20, 50, 100, 200], []
for steps in trained:
    model = Causal(Transformer(marked, 4, width=16), before="⊥")
    if steps:
        fit(law, model, scored=[1, 2, 3, 4], steps=steps)
    q = model.given("", horizon=4).log_probs().exp()
    price.append(-q[words].sum().log().item())

figure, axes = plt.subplots(figsize=(5, 2.7), layout="constrained")
axes.plot(trained, price, "o-", color="C4")
axes.set_yscale("log")
ticks = [0.0001, 0.001, 0.01, 0.1, 1]
axes.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
axes.minorticks_off()
axes.set_xlabel("steps of training")
axes.set_ylabel("price, nats a text")
plt.show()
