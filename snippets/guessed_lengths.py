"""A model without a stop is given a law of lengths, and is a law of texts."""

import torch
from torch.distributions import Categorical

from firsttoken import Causal, Joint, Vocabulary, kitten, kl

# --8<-- [start:guess]
world = kitten()
model = world.causal()  # four words and no stop
begun = {
    n: model.given("", horizon=n).log_probs().exp().reshape([8] * n)
    for n in (1, 2, 3, 4)
}  # what it begins with: a law for each length


def texts(lengths):
    """Return λ(n) q(x) for the texts x of each of these lengths n."""
    return {n: share * begun[n] for n, share in lengths.items()}


guess = texts({1: 0.1, 2: 0.2, 3: 0.3, 4: 0.4})
assert abs(sum(part.sum() for part in guess.values()) - 1) < 1e-12
# --8<-- [end:guess]


# --8<-- [start:price]
def price(truth, guess):
    """Return KL(truth || guess), over texts of several lengths."""
    total = 0.0
    for n, p in truth.items():
        terms = torch.where(p > 0, p * (p / guess[n]).log(), 0.0)
        total += terms.sum().item()
    return total


counted = texts({4: 1.0})  # every sentence of KITTEN has four words
assert abs(price({4: world.probs}, counted)) < 1e-12
assert abs(price({4: world.probs}, guess) + torch.tensor(0.4).log()) < 1e-6
# --8<-- [end:price]

# --8<-- [start:crude]
stop = torch.zeros(8, dtype=torch.float64)
stop[world.vocabulary.index_of("smol")] = 0.5  # texts may end after it
truth = {3: begun[3] * stop, 4: world.probs * (1 - stop)[:, None]}
shares = {n: part.sum().item() for n, part in truth.items()}
lengths = Categorical(torch.tensor([*shares.values()]))
even = Categorical(torch.tensor([0.5, 0.5]))
parts = {}
for n, p in truth.items():
    parts[n] = price({n: p / shares[n]}, {n: begun[n]})
within = sum(shares[n] * parts[n] for n in truth)
cost = price(truth, texts(shares))
assert abs(cost - within) < 1e-12
assert cost > 0.1  # the lengths are right, and the guess is crude
more = price(truth, texts({3: 0.5, 4: 0.5}))
assert abs(more - within - kl(lengths, even).item()) < 1e-6
# --8<-- [end:crude]

# --8<-- [start:asked]
ends = Vocabulary([*world.vocabulary, "$"])
whole = torch.zeros(9, 9, 9, 9, dtype=torch.float64)
whole[:8, :8, :8, 8] = truth[3]
whole[:8, :8, :8, :8] = truth[4]
asked = Causal(Joint(ends, whole).causal().model, stop="$")
possible = whole.nonzero()
said = asked.given("", horizon=4).log_prob(possible).exp()
assert (said - whole[whole > 0]).abs().max() < 1e-12  # nothing is lost
assert abs(said.sum() - 1) < 1e-12
print(f"lengths counted: {cost:.4f} nats a text; a stop in each context: 0")
# --8<-- [end:asked]
