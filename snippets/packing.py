"""What the document before tells about the start of the next."""

from math import log

import torch
from torch.distributions import kl_divergence

from firsttoken import Joint, Vocabulary

# --8<-- [start:world]
sport, music = {"match": 0.7, "goal": 0.3}, {"aria": 0.6, "chorus": 0.4}
vocabulary = Vocabulary([*sport, *music, "SEP"])
share = {**sport, **music}
topic = {word: "sport" if word in sport else "music" for word in share}


def stream(stay):
    """Return the law of a document, SEP, and how the next one begins."""
    probs = torch.zeros([5] * 3, dtype=torch.float64)
    for i, last in enumerate(share):
        for j, word in enumerate(share):
            turn = stay if topic[last] == topic[word] else 1 - stay
            probs[i, 4, j] = 0.5 * share[last] * turn * share[word]
    return Joint(vocabulary, probs)


# --8<-- [end:world]


# --8<-- [start:mismatch]
def mismatch(stay):
    """Return the expected divergence of what is learned from what is asked."""
    law = stream(stay)
    learned = law.causal().given([f"{each} SEP" for each in share], horizon=1)
    later = law.marginal(2, 3).causal()
    asked = later.given(["SEP"] * 4, horizon=1)
    weights = torch.tensor(list(share.values()), dtype=torch.float64) / 2
    return (weights @ kl_divergence(learned, asked)).item()


def entropy(chances):
    return -sum(chance * log(chance) for chance in chances)


sticky = mismatch(0.9)
assert abs(sticky - (log(2) - entropy([0.9, 0.1]))) < 1e-12
print(f"documents that stay on a topic: {sticky:.6f} nats")
# --8<-- [end:mismatch]

# --8<-- [start:information]
law = stream(0.9)
apart = law.marginal(1).entropy() + law.marginal(3).entropy()
information = (apart - law.marginal(1, 3).entropy()).item()
assert abs(sticky - information) < 1e-12
# --8<-- [end:information]

# --8<-- [start:shuffled]
shuffled = stream(0.5).causal()
after = shuffled.given([f"{each} SEP" for each in share], horizon=1)
alike = torch.tensor([*share.values(), 0.0], dtype=torch.float64) / 2
assert (after.log_probs().exp() - alike[:, None]).abs().max() < 1e-12
# --8<-- [end:shuffled]

# --8<-- [start:repeated]
# a document that keeps the topic repeats the word: more is given away
probs = torch.zeros(4, 4, dtype=torch.float64)
for i, last in enumerate(share):
    for j, word in enumerate(share):
        if topic[last] != topic[word]:
            probs[i, j] = 0.5 * share[last] * 0.1 * share[word]
    probs[i, i] = 0.5 * share[last] * 0.9
again = Joint(Vocabulary(list(share)), probs)
ends = again.marginal(1).entropy() + again.marginal(2).entropy()
repeated = (ends - again.entropy()).item()
words = (entropy(sport.values()) + entropy(music.values())) / 2
assert abs(repeated - (sticky + 0.9 * words)) < 1e-12
assert repeated > 2 * sticky
print(f"and if the first word is repeated: {repeated:.6f} nats")
# --8<-- [end:repeated]
