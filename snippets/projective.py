"""Looking further ahead does not change what was seen."""

import torch
from torch.distributions import Categorical

from firsttoken import Causal, Tabular, Vocabulary

# --8<-- [start:model]
vocabulary, longest = Vocabulary("abc"), 8
random = torch.Generator().manual_seed(0)
table = Tabular(vocabulary, longest, generator=random)
first = Categorical(torch.tensor([0.2, 0.5, 0.3]).double())
law = Causal(table).with_first(first).given("", horizon=longest)
# --8<-- [end:model]

# --8<-- [start:project]
whole = law.log_probs().exp().reshape([3] * longest)
by_hand, errors = first.probs, []
for t in range(1, longest + 1):
    if t > 1:  # one factor more
        by_hand = by_hand[..., None] * table.logits[t - 2].softmax(dim=-1)
    seen = law.prefix(t).log_probs().exp()
    summed = whole.flatten(t).sum(dim=-1) if t < longest else whole
    errors.append((seen - summed.flatten()).abs().max().item())
    assert (seen - by_hand.flatten()).abs().max() < 1e-15

assert max(errors) < 1e-15
print(f"horizons 1 to {longest} agree to {max(errors):.0e}")
# --8<-- [end:project]
