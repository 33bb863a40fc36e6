"""Draw the probability of a, under two meanings of a temperature."""

from math import exp, inf, log

import matplotlib.pyplot as plt
import torch

from firsttoken import Causal, Joint, Vocabulary, kitten, kl
from firsttoken import tempered, tempered_whole, top_k

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
axes.plot([1], q.first().probs[:1], "C0D", markersize=7)
names = [
    "each token on its own",
    "the string as a whole",
    "the model itself",
]
places = [(0.3, 0.89), (0.62, 0.1), (1.04, 0.46)]
for name, place in zip(names, places):
    axes.text(*place, name)
axes.set_ylim(-0.03, 1.05)
axes.set_xlim(0, 2.05)
axes.set_xticks([0, 0.5, 1, 1.5, 2], ["0", "0.5", "1", "1.5", "2"])
axes.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
axes.set_xlabel("temperature")
axes.set_ylabel("probability of a")
axes.spines[["top", "right"]].set_visible(False)
plt.show()


# What the page moves: the strings of two worlds, and a sampler's laws.
def strings(world):
    """Return the strings that a world has, with their probabilities."""
    table = zip(world.enumerate_support(), world.probs.flatten().tolist())
    return {world.vocabulary.decode(x): p for x, p in table if p > 0}


class Nucleus:
    """A model that keeps the likeliest tokens: as few as reach a share."""

    def __init__(self, causal, share):
        self.vocabulary, self.model = causal.vocabulary, causal.model
        self.share = share

    def cut(self, laws):
        """Return laws without what stands behind so large a share."""
        likely = laws.exp()[..., None, :]
        above = likely > laws.exp()[..., None] * (1 + 1e-9)
        out = (likely * above).sum(-1) >= self.share - 1e-9
        return laws.masked_fill(out, -inf).log_softmax(-1)

    def log_first(self):
        """Return the law of the first token."""
        return self.cut(self.model.log_first())

    def log_laws(self, contexts):
        """Return the laws of all later tokens."""
        return self.cut(self.model.log_laws(contexts))


def sampled(world, tau, k, share=1):
    """Return what a sampler draws, beside what a perfect model has."""
    drawn = top_k(tempered(world.causal(), tau), k)
    drawn = Causal(Nucleus(drawn, share)) if share < 1 else drawn
    drawn = drawn.given("", horizon=world.horizon)
    law = drawn.log_probs().exp()
    first = world.first().probs.argmax()
    return {
        "local": drawn.prefix(1).log_probs().exp()[first].item(),
        "whole": tempered_whole(world, tau).first().probs[first].item(),
        "kept": int((law > 0).sum()),
        "entropy": drawn.entropy().item(),
        "excess": kl(world, drawn).item(),
        "perplexity": exp(world.entropy().item() / world.horizon),
    }


moves = {
    "names": [*names, "temperature"],
    "own": sampled(q, 1, 12),
    "half": sampled(q, 0.5, 12),
    "fork": strings(q),
    "kitten": strings(kitten()),
}

# The same numbers from the strings, one by one.
for name, tau in (("own", 1), ("half", 0.5)):
    told, share = moves[name], {"a": 0.6, "b": 0.4}
    power = {x: p ** (1 / tau) for x, p in moves["fork"].items()}
    begins = sum(p for x, p in power.items() if x[0] == "a")
    total = sum(share[x] ** (1 / tau) for x in "ab")
    law = {
        x: share[x[0]] ** (1 / tau) / total / (10 if x[0] == "a" else 1)
        for x in power
    }
    pairs = [(p, law[x]) for x, p in moves["fork"].items()]
    assert abs(told["local"] - 0.6 ** (1 / tau) / total) < 1e-12
    assert abs(told["whole"] - begins / sum(power.values())) < 1e-12
    assert told["kept"] == len(law) == 11
    entropy = -sum(each * log(each) for each in law.values())
    assert abs(told["entropy"] - entropy) < 1e-12
    excess = sum(p * log(p / each) for p, each in pairs)
    assert abs(told["excess"] - excess) < 1e-12
    cost = -sum(p * log(p) for p, _ in pairs)
    assert abs(log(told["perplexity"]) - cost / 2) < 1e-12
nucleus = sampled(q, 1, 12, 0.6)  # a reaches six tenths by itself
assert (nucleus["local"], nucleus["kept"], nucleus["excess"]) == (1, 10, inf)
assert nucleus["perplexity"] == moves["own"]["perplexity"]
assert abs(sum(moves["kitten"].values()) - 1) < 1e-12
assert moves["names"][:3] == names
