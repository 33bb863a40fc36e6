"""Draw the probability of a, under two meanings of a temperature."""

import matplotlib.pyplot as plt
import torch

from firsttoken import Joint, Vocabulary, tempered, tempered_whole

probs = torch.zeros(12, 12, dtype=torch.float64)
probs[0, 2:] = 0.06
probs[1, 2] = 0.4
q = Joint(Vocabulary("ab0123456789"), probs)

taus = [0.05 * step for step in range(1, 41)]
local, whole = [], []
for tau in taus:
    start = tempered(q.causal(), tau).given("", horizon=1)
    local.append(start.log_probs()[0].exp().item())
    whole.append(tempered_whole(q, tau).first().probs[0].item())

figure, axes = plt.subplots(figsize=(5, 3.4), layout="constrained")
style = {"markevery": 4, "markersize": 5}
axes.plot(taus, local, "ko-", **style)
axes.plot(taus, whole, "ks--", **style)
axes.plot([1], [0.6], "C0D", markersize=7)
axes.text(0.3, 0.89, "each token on its own")
axes.text(0.62, 0.1, "the string as a whole")
axes.text(1.04, 0.46, "the model itself")
axes.set_ylim(-0.03, 1.05)
axes.set_xlim(0, 2.05)
axes.set_xticks([0, 0.5, 1, 1.5, 2], ["0", "0.5", "1", "1.5", "2"])
axes.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
axes.set_xlabel("temperature")
axes.set_ylabel("probability of a")
axes.spines[["top", "right"]].set_visible(False)
plt.show()
