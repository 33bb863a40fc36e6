"""Stationarity turns the law of the second position into that of the first."""

import torch
from torch.distributions import Categorical

from firsttoken import Joint, Vocabulary, implied_first

# --8<-- [start:world]
torch.set_default_dtype(torch.float64)
vocabulary = Vocabulary(["a", "b", "c"])
mood = torch.tensor([[0.9, 0.1], [0.3, 0.7]])  # hidden, and it tends to stay
writes = torch.tensor([[0.7, 0.2, 0.1], [0.1, 0.2, 0.7]])
share = torch.tensor([0.75, 0.25])  # of the moods: it equals share @ mood
axes = "i,ia, ij,jb, jk,kc, kl,ld -> abcd"
probs = torch.einsum(axes, share, writes, *[mood, writes] * 3)
world = Joint(vocabulary, probs)
assert (probs.sum(3) - probs.sum(0)).abs().max() < 1e-15  # it is stationary
# --8<-- [end:world]

# --8<-- [start:memory]
third = world.causal().given(["a b", "c b"], horizon=1).log_probs().exp()
table = probs.sum(3)[[0, 2], 1].T  # what follows "a b", and what "c b"
assert (third - table / table.sum(0)).abs().max() < 1e-12
gap = (third[:, 0] - third[:, 1]).abs().sum().item() / 2
assert gap > 0.1  # so the last symbol is not all that counts
# --8<-- [end:memory]

# --8<-- [start:implied]
causal = world.causal().with_first(Categorical(torch.ones(3)))  # forget p_1
implied = implied_first(causal)
assert (implied.probs - share @ writes).abs().max() < 1e-12
rebuilt = causal.with_first(implied).given("", horizon=4)
worst = (rebuilt.log_probs().exp() - probs.flatten()).abs().max().item()
assert worst < 1e-12
# --8<-- [end:implied]

# --8<-- [start:unique]
after = causal.given(list(vocabulary), horizon=1)
kernel = after.log_probs().exp().T
*_, least, null = torch.linalg.svdvals(torch.eye(3) - kernel).tolist()
assert null < 1e-12 < 0.1 < least  # one direction is left alone, no more
print(f"after b: {gap:.3f} apart; the joint law is rebuilt to {worst:.0e}")
# --8<-- [end:unique]
