"""A classifier is a model of pairs without a start, and a shift shows it."""

import torch
from torch.distributions import Categorical, kl_divergence

from firsttoken import Causal, Joint, Tabular, Vocabulary
from firsttoken import conditional, cross_entropy, free_dimensions

# --8<-- [start:world]
vocabulary = Vocabulary("abcde")  # x and y, both of them one of five
random = torch.Generator().manual_seed(0)
table = torch.rand(5, 5, generator=random, dtype=torch.float64)
world = Joint(vocabulary, table / table.sum())  # p(x, y)
network = Tabular(vocabulary, 2, generator=random)
f = network.logits[0]  # f(x)[y]
classifier = Causal(network)
assert free_dimensions(world, conditional(2, given=[1])) == 5 - 1
# --8<-- [end:world]


# --8<-- [start:energy]
def energy(f):
    """Return the law of x that the sizes of the logits stand for."""
    return Categorical(logits=f.detach().logsumexp(dim=1))


joint = classifier.with_first(energy(f)).given("", horizon=2)
by_hand = f.detach().flatten().softmax(dim=0)  # over all pairs at once
assert (joint.log_probs().exp() - by_hand).abs().max() < 1e-15
# --8<-- [end:energy]

# --8<-- [start:shift]
before = cross_entropy(world, classifier, scored=[2]).item()
answers = f.detach().softmax(dim=1)  # q(y | x)
wanted = torch.rand(5, generator=random, dtype=torch.float64)  # any law
wanted /= wanted.sum()
shift = wanted.log() - f.detach().logsumexp(dim=1)
with torch.no_grad():
    f += shift[:, None]
after = cross_entropy(world, classifier, scored=[2]).item()

assert abs(after - before) < 1e-14
assert (f.detach().softmax(dim=1) - answers).abs().max() < 1e-15
shifted = classifier.with_first(energy(f)).given("", horizon=2)
inputs = shifted.prefix(1).log_probs().exp()
assert (inputs - wanted).abs().max() < 1e-15
labels = torch.nn.functional.cross_entropy(f, world.probs, reduction="sum")
assert abs(after - labels) < 1e-14  # torch's own loss of a classifier
# --8<-- [end:shift]

# --8<-- [start:gradient]
loss = cross_entropy(world, classifier, scored=[2])
step = torch.autograd.grad(loss, f)[0]
errors = world.marginal(1).probs[:, None] * f.softmax(dim=1) - world.probs
assert (step - errors).abs().max() < 1e-15
assert step.abs().max() > 0.01
assert step.sum(dim=1).abs().max() < 1e-15  # none along any shift
# --8<-- [end:gradient]

# --8<-- [start:price]
cost = kl_divergence(world, shifted) - kl_divergence(world, joint)
ratio = (by_hand.reshape(5, 5).sum(dim=1) / wanted).log()
assert abs(cost - world.probs.sum(dim=1) @ ratio) < 1e-14
# --8<-- [end:price]
