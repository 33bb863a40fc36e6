"""An autoregressive model draws in n calls, and weighs in no more."""

from math import sqrt

import torch

from firsttoken import Causal, kitten

world, n = kitten(), 4


# --8<-- [start:counted]
class Counted:
    """The conditionals of KITTEN, with a count of how often they are asked."""

    def __init__(self):
        self.vocabulary = world.vocabulary
        self.model = world.causal().model
        self.calls = 0

    def log_first(self):
        """Return log p(x₁)."""
        self.calls += 1
        return self.model.log_first()

    def log_laws(self, contexts):
        """Return log p(x_t | x_<t) for t ≥ 2."""
        self.calls += 1
        return self.model.log_laws(contexts)


model = Counted()
law = Causal(model).given("", horizon=n)
# --8<-- [end:counted]

# --8<-- [start:calls]
torch.manual_seed(1)
model.calls = 0
sentence = law.sample()
to_draw, model.calls = model.calls, 0
weight = law.log_prob(sentence).exp().item()
to_weigh = model.calls

assert weight > 0
assert to_draw == n
assert 0 < to_weigh <= n
assert abs(weight - world.probs[tuple(sentence.tolist())]) < 1e-15
text = world.vocabulary.decode(sentence)
assert world.encode(text).tolist() == sentence.tolist()
print(f"drew “{text}” in {to_draw} calls,")
print(f"weighed it, {weight:.4f}, in {to_weigh}")
# --8<-- [end:calls]

# --8<-- [start:agree]
draws = 200_000
index = (law.sample((draws,)) * 8 ** torch.arange(3, -1, -1)).sum(dim=1)
drawn = torch.bincount(index, minlength=8**n) / draws
weighed = law.log_prob(law.enumerate_support()).exp()
distance = 0.5 * (drawn - weighed).abs().sum().item()
band = 0.5 * sqrt(24 / draws) + 0.01  # as above, with 24 possible strings
assert (weighed - world.probs.reshape(-1)).abs().max() < 1e-15
assert distance < band
print(f"{draws:,} draws are {distance:.4f} from the weights")
# --8<-- [end:agree]
