"""A uniform first law begins half of all sentences with a word that cannot."""

import torch
from torch.distributions import Categorical

from firsttoken import kitten, tv

# --8<-- [start:starts]
world = kitten()
first = world.first()
uniform = Categorical(torch.ones_like(first.probs))
impossible = [word for word, p in zip(world.vocabulary, first.probs) if p == 0]
wasted = uniform.probs[first.probs == 0].sum().item()
distance = tv(first, uniform).item()
# --8<-- [end:starts]

# --8<-- [start:counted]
# counted on the sentences themselves
sentences = world.enumerate_support()[world.log_probs().exp() > 0]
begun = {world.vocabulary[index] for index in sentences[:, 0].tolist()}
assert begun.isdisjoint(impossible)
assert len(begun) + len(impossible) == len(world.vocabulary)
assert abs(wasted - len(impossible) / len(world.vocabulary)) < 1e-15
assert wasted == 0.5
assert abs(distance - 0.575) < 1e-12
print(f"no sentence begins with {', '.join(impossible)}")
# --8<-- [end:counted]
