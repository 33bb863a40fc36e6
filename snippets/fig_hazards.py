"""Draw the hazards of a transformer, before it is trained and after."""

import matplotlib.pyplot as plt
import torch

from firsttoken import Causal, Joint, Transformer, Vocabulary
from firsttoken import fit, hazards, kitten

vocabulary = Vocabulary([*kitten().vocabulary, "SEP"])
probs = torch.zeros([9] * 5, dtype=torch.float64)
probs[..., vocabulary.index_of("SEP")] = kitten().over(vocabulary).probs
world = Joint(vocabulary, probs)
network = Transformer(vocabulary, 5)
model = Causal(network, before="SEP", stop="SEP")
figure, axes = plt.subplots(figsize=(5, 3.1), layout="constrained")
marks = {0: "ks:", 10: "k^--", 40: "kD-.", 200: "C4o-"}
done = 0
for steps, mark in marks.items():
    if steps:
        fit(world, model, scored=[1, 2, 3, 4, 5], steps=steps - done)
    done = steps
    with torch.no_grad():
        hazard = hazards(model, horizon=5).tolist()
    axes.plot(range(1, 6), hazard, mark, label=f"{steps} steps")
axes.set_yscale("log")
axes.set_xticks(range(1, 6), ["first", "second", "third", "fourth", "fifth"])
axes.set_xlabel("symbol")
axes.set_ylabel("hazard: it is the stop")
axes.spines[["top", "right"]].set_visible(False)
figure.legend(loc="outside lower center", ncols=4, frameon=False)
plt.show()
