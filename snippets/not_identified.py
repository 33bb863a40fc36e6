"""Without the first position, the loss leaves every first law open."""

import torch
from torch.distributions import Categorical

from firsttoken import Causal, Joint, Tabular, Vocabulary
from firsttoken import cross_entropy, tv

# --8<-- [start:world]
vocabulary, n = Vocabulary("abc"), 3
random = torch.Generator().manual_seed(0)
table = torch.rand(3, 3, 3, generator=random, dtype=torch.float64)
p = Joint(vocabulary, table / table.sum())
first = p.probs.sum(dim=(1, 2))
pair = p.probs.sum(dim=2)
floor = (first * first.log()).sum() - (p.probs * p.probs.log()).sum()
# --8<-- [end:world]

# --8<-- [start:same]
firsts, laws = [], []
for _ in range(50):
    weights = torch.rand(3, generator=random, dtype=torch.float64)
    firsts.append(Categorical(weights))
    begun = p.causal().with_first(firsts[-1])
    loss = cross_entropy(p, begun, scored=[2, 3])
    assert abs(loss - floor) < 1e-12  # as low as the loss can be
    laws.append(begun.given("", horizon=n))

apart = []
for i in range(1, len(laws)):
    apart.append(tv(laws[i - 1], laws[i]).item())
    half = 0.5 * (firsts[i - 1].probs - firsts[i].probs).abs().sum().item()
    assert abs(apart[-1] - half) < 1e-12
widest = max(apart)
assert widest > 0.1
print(f"as good as each other, and up to {widest:.2f} apart")
# --8<-- [end:same]

# --8<-- [start:only]
conditionals = [pair / first[:, None], p.probs / pair[..., None]]
for _ in range(200):
    wrong = Tabular(vocabulary, n, generator=random)
    loss = cross_entropy(p, Causal(wrong), scored=[2, 3])
    others = [logits.softmax(dim=-1) for logits in wrong.logits]
    ratios = [c / o for c, o in zip(conditionals, others)]
    excess = (pair * ratios[0].log()).sum()
    excess += (p.probs * ratios[1].log()).sum()
    assert abs(loss - floor - excess) < 1e-12
    assert excess > 0  # other conditionals never do as well
# --8<-- [end:only]

# --8<-- [start:read]
for law in laws:  # each with a positive first law
    joint = law.log_probs().exp().reshape(3, 3, 3)
    pairs = joint.sum(dim=2)
    begun = pairs.sum(dim=1)
    assert (pairs / begun[:, None] - conditionals[0]).abs().max() < 1e-12
    assert (joint / pairs[..., None] - conditionals[1]).abs().max() < 1e-12
# --8<-- [end:read]

# --8<-- [start:zero]
# behind a first law with a zero, two models may be one law of strings
two, sometimes = Vocabulary("ab"), [[0.3, 0.2], [0.1, 0.4]]
truth = Joint(two, torch.tensor(sometimes, dtype=torch.float64))
always_a = Categorical(torch.tensor([1.0, 0.0], dtype=torch.float64))
losses, made = [], []
for after_b in ([0.2, 0.8], [0.99, 0.01]):
    model = Tabular(two, 2)
    rows = torch.tensor([[0.6, 0.4], after_b], dtype=torch.float64)
    model.logits[0].data = rows.log()
    begun = Causal(model).with_first(always_a)
    made.append(begun.given("", horizon=2).log_probs().exp())
    losses.append(cross_entropy(truth, begun, scored=[2]).item())
    pairs = zip(truth.probs.flatten(), rows.flatten())
    by_hand = -sum(chance * row.log() for chance, row in pairs).item()
    assert abs(losses[-1] - by_hand) < 1e-12
one_law = torch.tensor([0.6, 0.4, 0.0, 0.0], dtype=torch.float64)
assert all((each - one_law).abs().max() < 1e-12 for each in made)
assert losses[1] - losses[0] > 1  # of which the loss says two things
# --8<-- [end:zero]
