"""The loss of positions t ≥ 2 does not contain the first law."""

import torch
from torch.distributions import Categorical

from firsttoken import Causal, Tabular, cross_entropy, kitten

world = kitten()
vocabulary = world.vocabulary

# --8<-- [start:gradient]
first = torch.zeros(len(vocabulary), dtype=torch.float64, requires_grad=True)
random = torch.Generator().manual_seed(0)
table = Tabular(vocabulary, 4, generator=random)
model = Causal(table).with_first(Categorical(logits=first))


def gradient(scored):
    """Return how the loss of these positions changes with the first law."""
    loss = cross_entropy(world, model, scored=scored)
    return torch.autograd.grad(loss, first, allow_unused=True)[0]


assert gradient([2, 3, 4]) is None  # not even zero: it is not in the graph
# --8<-- [end:gradient]

# --8<-- [start:with_start]
uniform = first.detach().softmax(dim=0)
target = world.first().probs
step = gradient([1, 2, 3, 4])
assert (step - (uniform - target)).abs().max() < 1e-15
# --8<-- [end:with_start]

# --8<-- [start:floor]
exact = world.causal()
floor = cross_entropy(world, exact, scored=[2, 3, 4]).item()
entropy = world.entropy().item()
first_entropy = world.first().entropy().item()
assert abs(floor - (entropy - first_entropy)) < 1e-12
worse = cross_entropy(world, model, scored=[2, 3, 4]).item()
assert worse > floor
print(f"H(p) = {entropy:.5f}, H(p₁) = {first_entropy:.5f} nats")
print(f"the loss cannot fall below {floor:.5f} nats")
# --8<-- [end:floor]
