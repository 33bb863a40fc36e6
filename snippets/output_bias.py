"""With a start state of zero, the first law is the output bias alone."""

import torch

from firsttoken import GRU, Causal, cross_entropy, kitten

# --8<-- [start:first]
world = kitten()
network = GRU(world.vocabulary, width=16, learned_start=False)
model, bias = Causal(network), network.unembed.bias
first = model.given("", horizon=1).log_probs().exp()
assert (first - bias.softmax(dim=0)).abs().max() < 1e-15
# --8<-- [end:first]

# --8<-- [start:gradient]


def gradient(scored):
    loss = cross_entropy(world, model, scored=scored)
    return torch.autograd.grad(loss, bias)[0]


step = gradient([1]) - (bias.softmax(dim=0) - world.first().probs)
assert step.abs().max() < 1e-15
# --8<-- [end:gradient]

# --8<-- [start:shared]
p = world.probs.flatten()
possible = p > 0
strings = world.enumerate_support()[possible]
p = p[possible]
later = network.log_laws(strings[:, :-1]).exp().detach()
pulls = [bias.softmax(dim=0) - world.first().probs]
for t in (2, 3, 4):
    at = torch.zeros(8, dtype=torch.float64)
    at.scatter_add_(0, strings[:, t - 1], p)  # the law of the t-th word
    pulls.append(p @ later[:, t - 2] - at)
    assert (gradient([t]) - pulls[-1]).abs().max() < 1e-12
total = gradient([1, 2, 3, 4])
assert (total - sum(pulls)).abs().max() < 1e-12
# --8<-- [end:shared]
