"""A window padded with zeros has a value at the empty context."""

import os

import torch
from torch.distributions import kl_divergence
from torch.nn.functional import one_hot, pad

from firsttoken import Causal, fit, kitten

seed = int(os.environ.get("SEED", "0"))


# --8<-- [start:network]
class Window(torch.nn.Module):
    """Laws from the three symbols before, with zeros where there are none."""

    def __init__(self, vocabulary):
        super().__init__()
        self.vocabulary = vocabulary
        self.hidden = torch.nn.Linear(24, 32, dtype=torch.float64)
        self.output = torch.nn.Linear(32, 8, dtype=torch.float64)

    def after_each(self, contexts):
        """Return the laws after every prefix, the empty one included."""
        seen = one_hot(contexts, 8).double()
        windows = pad(seen, (0, 0, 3, 0)).unfold(1, 3, 1).flatten(2)
        units = self.hidden(windows).tanh()
        return self.output(units).log_softmax(dim=-1)

    def log_first(self):
        """Return the law at the empty context."""
        return self.after_each(torch.zeros(1, 0, dtype=torch.long))[0, 0]

    def log_laws(self, contexts):
        """Return the laws after every other prefix."""
        return self.after_each(contexts)[:, 1:]


# --8<-- [end:network]

# --8<-- [start:train]
torch.manual_seed(seed)
world = kitten()
network = Window(world.vocabulary)
model = Causal(network)
losses = fit(world, model, scored=[1, 2, 3, 4], steps=300)
# --8<-- [end:train]

# --8<-- [start:check]
law = model.given("", horizon=4)
q = law.log_probs().exp().detach()
assert abs(q.sum() - 1) < 1e-12
zeros = network.output(network.hidden.bias.tanh()).softmax(dim=0)
start = law.prefix(1).log_probs().exp()
assert (start - zeros).abs().max() < 1e-15
# --8<-- [end:check]

# --8<-- [start:price]
price = kl_divergence(world, law).item()
p = world.probs.flatten()
possible = p > 0
p = p[possible]
assert abs(price - (p * (p / q[possible]).log()).sum()) < 1e-12
assert abs(losses[-1] - (world.entropy() + price)) < 1e-3
assert 0 < price < 0.01
print(f"{price:.5f} nats from KITTEN")
# --8<-- [end:price]
