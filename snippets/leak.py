"""What a network says of two languages that never mix."""

import os

import torch

from firsttoken import Causal, Joint, Tabular, Transformer, Vocabulary
from firsttoken import cross_entropy, fit, implied_first, stationary_law

# --8<-- [start:world]
torch.set_default_dtype(torch.float64)
seed = int(os.environ.get("SEED", "0"))
vocabulary = Vocabulary(["the", "dog", "sees", "le", "chien", "voit"])
within = torch.tensor([[0.0, 0.9, 0.1], [0.3, 0.0, 0.7], [0.8, 0.2, 0.0]])
kernel = torch.block_diag(within, within)
law = stationary_law(within)


def bilingual(share):
    """Return the law of two words, of which English has this share."""
    first = torch.cat([share * law, (1 - share) * law])
    return Joint(vocabulary, first[:, None] * kernel)


# --8<-- [end:world]


# --8<-- [start:descent]
def english(model):
    """Return the share of English that a model implies."""
    return implied_first(model).probs[:3].sum().item()


def excess(share, model):
    """Return how far the loss of the second word is above its least."""
    world = bilingual(share)
    floor = world.entropy() - world.first().entropy()
    return (cross_entropy(world, model, scored=[2]) - floor).item()


def descend(share, model, rate, steps=300):
    """Train on the second word, by gradient descent as it is in books."""
    world = bilingual(share)
    descent = torch.optim.SGD(model.model.parameters(), lr=rate)
    for _ in range(steps):
        descent.zero_grad()
        cross_entropy(world, model, scored=[2]).backward()
        descent.step()
    return english(model)


def table():
    return Causal(Tabular(vocabulary, 2))


implied = {}
for share in (0.5, 0.75, 0.9):
    model = table()
    implied[share] = descend(share, model, rate=10)
    assert abs(implied[share] - share) < 0.02
    assert 0 < excess(share, model) < 0.01
(logits,) = model.model.parameters()  # of the last: nine tenths
hasty = descend(0.9, table(), rate=30)
assert abs(hasty - 0.9) > 0.02
# --8<-- [end:descent]

# --8<-- [start:leaks]
q = logits.detach().softmax(-1).reshape(6, 6)
leak, back = q[:3, 3:].sum(1), q[3:, :3].sum(1)
assert 0 < leak.max() < back.min() / 4 < 0.1
flow = [(0.9 * law @ leak).item(), (0.1 * law @ back).item()]
assert abs(flow[0] / flow[1] - 1) < 0.15
far = torch.linalg.matrix_power(q, 10**7)[0, :3].sum().item()
assert abs(implied[0.9] - far) < 1e-6
# --8<-- [end:leaks]


# --8<-- [start:adam]
def network():
    return Causal(Transformer(vocabulary, 2, seed=seed))


table_adam, plain, adam = table(), network(), network()
fit(bilingual(0.9), table_adam, scored=[2], steps=300)
fit(bilingual(0.9), adam, scored=[2], steps=150)
forgotten = english(table_adam)
mixed = descend(0.9, plain, rate=0.5)
shrunk = english(adam)
assert abs(forgotten - 0.5) < 0.01
assert 1 / 3 < mixed < 2 / 3
low, high = 0.7, 0.88  # of the truth, nine tenths, and of a half
assert low < shrunk < high
for model in (table_adam, plain, adam):
    assert 0 < excess(0.9, model) < 0.03
shares = ", ".join(f"{q:.3f} for {p}" for p, q in implied.items())
print(f"a table, plain descent: {shares}")
print(f"for 0.9, a table by Adam: {forgotten:.3f}")
print(f"a network, plain: {mixed:.2f}; by Adam: {shrunk:.2f}")
# --8<-- [end:adam]
