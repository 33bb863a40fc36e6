"""Logits within bounds let every text end, in a way of speaking."""

from math import exp

import torch
from torch.distributions import Categorical

from firsttoken import Causal, Tabular, Vocabulary, hazards, survival

# --8<-- [start:model]
vocabulary = Vocabulary([*"abcdefgh", "$"])
size, bound = 8, 1.0
random = torch.Generator().manual_seed(0)
table = Tabular(vocabulary, 5, generator=random)
for logits in table.logits:
    logits.data.clamp_(-bound, bound)
first = torch.randn(9, generator=random).double().clamp(-bound, bound)
model = Causal(table, stop="$").with_first(Categorical(logits=first))
# --8<-- [end:model]

# --8<-- [start:bound]
epsilon = 1 / (1 + size * exp(2 * bound))
hazard = hazards(model, horizon=5).detach()
alive = survival(hazard)
stopped = model.given("", horizon=5).finished()
assert abs(1 - alive[-1] - stopped) < 1e-12
assert hazard.min() >= epsilon
assert stopped >= 1 - (1 - epsilon) ** 5
# --8<-- [end:bound]

# --8<-- [start:attained]
worst = torch.tensor([bound] * size + [-bound]).double()
for logits in table.logits:
    logits.data.copy_(worst.expand_as(logits))
slowest = Causal(table, stop="$").with_first(Categorical(logits=worst))
hazard = hazards(slowest, horizon=5).detach()
assert (hazard - epsilon).abs().max() < 1e-12
assert (survival(hazard)[-1] - (1 - epsilon) ** 5).abs() < 1e-12
lasting = survival(torch.full([3000], epsilon, dtype=torch.float64))
assert abs(1 + lasting.sum() - 1 / epsilon) < 1e-9  # symbols to be expected
print(f"hazards of at least {epsilon:.7f}")
# --8<-- [end:attained]

# --8<-- [start:scale]
smallest = 1 / (1 + 50256 * exp(2 * 20.0))  # the stop is one of the 50,257
farthest = torch.tensor([20.0] * 50256 + [-20.0], dtype=torch.float64)
assert abs(farthest.softmax(dim=0)[-1] / smallest - 1) < 1e-9
century = 100 * 365.25 * 24 * 3600 * 1e9  # at 10^9 tokens a second
centuries = 1 / smallest / century
tokens = centuries * 36525 * 86400 * 1e9
assert abs(tokens * farthest.softmax(dim=0)[-1] - 1) < 1e-9
print(f"for GPT-2's vocabulary and C = 20: {smallest:.2g}")
# --8<-- [end:scale]
