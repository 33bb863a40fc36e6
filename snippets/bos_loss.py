"""A start symbol adds one term to the loss, and its minimiser is p(x₁)."""

from math import log

import torch

from firsttoken import Causal, Tabular, Vocabulary, cross_entropy, kitten

# --8<-- [start:table]
world = kitten()
marked = Vocabulary([*world.vocabulary, "⊥"])
law, first = world.over(marked), world.first().probs


def reading(table):
    """Return the model that reads ⊥ before each sentence."""
    return Causal(table, before="⊥", excluded=["⊥"])


random = torch.Generator().manual_seed(0)
table = Tabular(marked, 5, generator=random)
model = reading(table)
# --8<-- [end:table]

# --8<-- [start:term]
whole = cross_entropy(law, model, scored=[1, 2, 3, 4])
rest = cross_entropy(law, model, scored=[2, 3, 4])
logits = table.logits[0][8, :8]  # of the words, after ⊥
added = -(first * logits.log_softmax(dim=0)).sum()
assert abs(whole - rest - added) < 1e-12
# --8<-- [end:term]

# --8<-- [start:gradient]
alone = cross_entropy(law, model, scored=[1])
for loss in (alone, whole):  # alike, so the rest has none
    step = torch.autograd.grad(loss, table.logits[0])[0][8, :8]
    assert (step - (logits.softmax(dim=0) - first)).abs().max() < 1e-15
# --8<-- [end:gradient]

# --8<-- [start:descent]
blank = Tabular(marked, 5)
learner = reading(blank)


def loss_of(scored):
    return cross_entropy(law, learner, scored=scored)


assert abs(loss_of([1, 2, 3, 4]) - loss_of([2, 3, 4]) - log(8)) < 1e-12
optimizer = torch.optim.LBFGS(
    blank.parameters(), max_iter=300, line_search_fn="strong_wolfe"
)


def closure():
    optimizer.zero_grad()
    now = loss_of([1, 2, 3, 4])
    now.backward()
    return now


optimizer.step(closure)
learned = learner.given("", horizon=1).log_probs().exp().detach()[:8]
worst = (learned - first).abs().max().item()
excess = loss_of([1, 2, 3, 4]).item() - world.entropy().item()
assert worst < 1e-4
assert 0 < excess < 1e-4
print(f"the law after ⊥ is within {worst:.0e} of p(x₁)")
print(f"the loss is within {excess:.0e} nats of the entropy")
# --8<-- [end:descent]
