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


def descend(share, rate):
    """Train a table on the second word; return the share and the table."""
    world, model = bilingual(share), Causal(Tabular(vocabulary, 2))
    (table,) = model.model.parameters()
    descent = torch.optim.SGD([table], lr=rate)
    for _ in range(300):
        descent.zero_grad()
        cross_entropy(world, model, scored=[2]).backward()
        descent.step()
    return english(model), table.detach()


implied = {}
for share in (0.5, 0.75, 0.9):
    implied[share], table = descend(share, rate=10)
    assert abs(implied[share] - share) < 0.02
hasty, _ = descend(0.9, rate=30)
assert abs(hasty - 0.9) > 0.02
# --8<-- [end:descent]

# --8<-- [start:leaks]
q = table.softmax(-1).reshape(6, 6)  # of the last: nine tenths
leak, back = q[:3, 3:].sum(1), q[3:, :3].sum(1)
assert 0 < leak.max() < back.min() / 4 < 0.1
flow = [(0.9 * law @ leak).item(), (0.1 * law @ back).item()]
assert abs(flow[0] / flow[1] - 1) < 0.15
far = torch.linalg.matrix_power(q, 10**7)[0, :3].sum().item()
assert abs(implied[0.9] - far) < 1e-6
# --8<-- [end:leaks]

# --8<-- [start:adam]
network = Causal(Transformer(vocabulary, 2, seed=seed))
fit(bilingual(0.9), network, scored=[2], steps=150)
guess = english(network)
assert 0.6 < guess < 0.97
shares = ", ".join(f"{q:.3f} for {p}" for p, q in implied.items())
print(f"descent: {shares}\na network with Adam: {guess:.2f} for 0.9")
# --8<-- [end:adam]
