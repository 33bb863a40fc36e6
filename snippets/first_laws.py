"""Three first laws for help texts, priced on documents not counted."""

from collections import Counter
from math import inf, log, sqrt

import torch
from torch.distributions import Categorical

from firsttoken import Topics, kl, split_words, topics

# --8<-- [start:split]
documents = topics().documents
types = sorted(set(split_words(topics().text)))
units = ("sentences", "paragraphs")


def firsts(document, unit):
    """Return the first word of each sentence, or paragraph, of a document."""
    parts = getattr(Topics((document,)), unit)
    return [split_words(part)[0] for part in parts]


# --8<-- [end:split]


# --8<-- [start:smoothed]
def law_of(counts, add=0.0):
    """Return the law of the words with these counts, so much added to each."""
    amounts = [counts[word] + add for word in types]
    return Categorical(torch.tensor(amounts, dtype=torch.float64))


def smoothed(counts):
    """Return the law for the best amount that is added to each count.

    It is chosen on what is counted: each occurrence is left out once, and
    weighed by the law of the others.
    """
    total = counts.total()

    def left_out(add):
        whole = total - 1 + add * len(types)
        return sum(n * log((n - 1 + add) / whole) for n in counts.values())

    return law_of(counts, max((2.0**-k for k in range(-3, 13)), key=left_out))


uniform = law_of(Counter(), add=1)
# --8<-- [end:smoothed]


# --8<-- [start:prices]
def measure(unit, half):
    """Count one half of the documents, and return the costs on the other."""
    counted = [firsts(each, unit) for each in documents[half::2]]
    seen = Counter(word for each in counted for word in each)
    anywhere = Counter(split_words("".join(documents[half::2])))
    laws = {
        "uniform": uniform,
        "unigram": smoothed(anywhere),
        "counted": smoothed(seen),
        "one added": law_of(seen, add=1),
    }
    held = [firsts(each, unit) for each in documents[1 - half :: 2]]
    held = [[types.index(word) for word in each] for each in held if each]
    places = torch.tensor([place for each in held for place in each])
    lengths = [len(each) for each in held]
    costs = {name: -law.logits[places] for name, law in laws.items()}
    truth = Categorical(places.bincount(minlength=len(types)).double())
    raw = law_of(seen)
    assert kl(truth, raw) == inf  # words that were never counted do occur
    unseen = sum(types[place] not in seen for place in places) / len(places)
    return (
        costs,
        lengths,
        {n: kl(truth, q).item() for n, q in laws.items()},
        unseen,
    )


def mean(costs, lengths):
    """Return the mean, and its standard error over documents."""
    middle = costs.mean()
    off = [(each - middle).sum() for each in costs.split(lengths)]
    return middle.item(), sqrt(sum(x * x for x in off)) / len(costs)


# --8<-- [end:prices]

# --8<-- [start:check]
count = {
    unit: sum(len(firsts(d, unit)) for d in documents[1::2]) for unit in units
}
price, cost, more, unseen, ahead = {}, {}, {}, {}, []
laws = "uniform", "unigram", "counted", "one added"
print(" " * 10 + "".join(f"{law:>13}" for law in laws))
for half in (1, 0):  # the half that is shown comes last
    for unit in units:
        costs, lengths, price[unit], unseen[unit] = measure(unit, half)
        cost[unit] = {n: mean(costs[n], lengths) for n in laws}
        assert abs(cost[unit]["uniform"][0] - log(len(types))) < 1e-9
        more[unit] = {
            n: mean(costs[n] - costs["counted"], lengths)
            for n in ("uniform", "unigram")
        }
        ahead += more[unit].values()
        assert cost[unit]["one added"][0] > cost[unit]["counted"][0]
        assert cost[unit]["unigram"][0] < cost[unit]["uniform"][0]
        gap = price[unit]["uniform"] - price[unit]["counted"]
        assert abs(gap - more[unit]["uniform"][0]) < 1e-9
        assert 0.05 < unseen[unit] < 0.5
        row = [f"{a:.2f} ± {b:.2f}" for a, b in cost[unit].values()]
        print(f"{unit:10}" + "".join(f"{each:>13}" for each in row))
        assert half or count[unit] == len(costs["counted"])
# --8<-- [end:check]

# --8<-- [start:compare]
for over, error in ahead:  # of each half, unit and other law, over counting
    assert over > 1
    assert over > 3 * error
# --8<-- [end:compare]

for unit in units:  # the errors once more, from what each document adds up to
    costs, lengths, _, _ = measure(unit, half)
    for name, (middle, error) in cost[unit].items():
        sums = torch.stack([each.sum() for each in costs[name].split(lengths)])
        off = sums - middle * torch.tensor(lengths).double()
        assert abs(error - off.norm() / sum(lengths)) < 1e-12
