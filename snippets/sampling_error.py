"""How far a counted first law is from the true one, on average."""

from itertools import product
from math import log

import torch
from torch.distributions import Categorical

from firsttoken import kl


# --8<-- [start:bound]
def bound(size, texts):
    """Return the bound on the expected price, one added to each count."""
    return log(1 + (size - 1) / (texts + 1))


def expected(law, texts):
    """Return the expected price, over every sample of so many texts."""
    size, price, heaviest = len(law), 0.0, 0.0
    for sample in product(range(size), repeat=texts):
        counts = torch.bincount(torch.tensor(sample), minlength=size).double()
        weight = law[list(sample)].prod()
        price += weight * kl(Categorical(law), Categorical(counts + 1)).item()
        heaviest += weight * float((counts[law > 0] == 0).any())
    return float(price), float(heaviest)


# --8<-- [end:bound]

# --8<-- [start:exact]
random = torch.Generator().manual_seed(0)
laws = -torch.rand(10, 3, generator=random, dtype=torch.float64).log()
laws = [*(laws / laws.sum(dim=1, keepdim=True)), torch.eye(3).double()[0]]
for texts in (1, 2, 5):
    for law in laws:
        price, missed = expected(law, texts)
        assert -1e-12 <= price <= bound(3, texts) + 1e-12  # equal for a point
        assert (missed > 0) == (law < 1).all()  # then raw counts cost infinity
half = torch.tensor([0.5, 0.5], dtype=torch.float64)
by_hand = log(1 / 2) - (log(1 / 3) + log(2 / 3)) / 2  # one text: 2/3 and 1/3
assert abs(expected(half, 1)[0] - by_hand) < 1e-12
assert bound(1, 5) == 0 == expected(half.new_ones(1), 5)[0]  # |V| = 1
# --8<-- [end:exact]

# --8<-- [start:scale]
gpt2 = 50257
zipf = 1 / torch.arange(1, gpt2 + 1, dtype=torch.float64)
truth = Categorical(zipf)
torch.manual_seed(0)
table = {}
for texts in (1_000, 10_000, 100_000, 1_000_000):
    drawn = [truth.sample((texts,)).bincount(minlength=gpt2) for _ in range(5)]
    counts = torch.stack(drawn).double()
    price = kl(truth.expand([5]), Categorical(counts + 1))
    unseen = (truth.probs * (counts == 0)).sum(dim=1)
    assert (price < bound(gpt2, texts)).all()
    assert price.std() < 0.1 * price.mean()
    table[texts] = price.mean().item(), unseen.mean().item()
    print(
        f"{texts:9,} texts: {table[texts][0]:.3f} nats, at most"
        f" {bound(gpt2, texts):.3f}; unseen {table[texts][1]:.1%}"
    )
    costs = ((counts + 1) / (texts + gpt2) / truth.probs).log() @ truth.probs
    seen = (truth.probs * (counts > 0)).sum(dim=1).mean()
    assert abs(table[texts][0] + costs.mean()) < 1e-9
    assert abs(table[texts][1] + seen - 1) < 1e-9
bounds = {texts: bound(gpt2, texts) for texts in table}
for texts, least in bounds.items():  # the excess of a point: π is one there
    counted = torch.ones(gpt2, dtype=torch.float64)
    counted[0] += texts
    assert abs(least + Categorical(counted).logits[0]) < 1e-9
# --8<-- [end:scale]
