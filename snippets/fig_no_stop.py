"""Draw the mass of texts of up to n symbols, with a stop and without."""

import matplotlib.pyplot as plt

from firsttoken import Causal, NGram, Vocabulary

texts = ["She loves kittens", "He fears", "kittens", "She fears He"]
words = ["She", "He", "loves", "fears", "kittens"]


def counted(extra, stop):
    """Return the bigram model of the texts, every count one half up."""
    vocabulary = Vocabulary([*words, *extra])
    strings = [vocabulary.encode(text) for text in texts]
    ends = {"before": "⊥", "stop": stop}
    model = NGram(vocabulary, 2, strings, smoothing=0.5, **ends)
    return Causal(model, **ends)


endless = counted(["⊥"], stop=None)
ending = counted(["⊥", "$"], stop="$")
lengths, total, endlessly, stopped = (1, 2, 3, 4, 5), 0.0, [], []
for n in lengths:
    total += endless.given("", horizon=n).log_probs().exp().sum().item()
    endlessly.append(total)
    stopped.append(ending.given("", horizon=n).finished().item())

figure, axes = plt.subplots(figsize=(5, 2.8), layout="constrained")
axes.plot(lengths, endlessly, "s-", color="k", label="no stop symbol")
axes.plot(lengths, stopped, "o-", color="C4", label="a stop symbol")
axes.axhline(1, color="k", linestyle=":")
axes.set_xticks(lengths)
axes.set_ylim(bottom=0)
axes.set_xlabel("symbols, at most, with the stop")
axes.set_ylabel("mass of all texts")
axes.legend(frameon=False)
plt.show()
