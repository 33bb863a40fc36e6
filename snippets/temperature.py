"""A temperature for each token is not a temperature for the string."""

import torch
from torch.distributions import Categorical

from firsttoken import Causal, Joint, Tabular, Vocabulary
from firsttoken import tempered, tempered_whole, tv

# --8<-- [start:toy]
fork = Vocabulary("ab0123456789")
probs = torch.zeros(12, 12, dtype=torch.float64)
probs[0, 2:] = 0.06  # a, then any of ten digits
probs[1, 2] = 0.4  # b, then 0
q = Joint(fork, probs)

tokenwise = tempered(q.causal(), 0.5).given("", horizon=2)
whole = tempered_whole(q, 0.5)
local = tokenwise.prefix(1).log_probs().exp()[0].item()
globally = whole.first().probs[0].item()
assert abs(local - 9 / 13) < 1e-12
assert abs(globally - 9 / 49) < 1e-12
squares, starts = probs**2, probs.sum(dim=1) ** 2
later = squares / squares.sum(dim=1, keepdim=True).clamp(min=1e-300)
by_hand = (starts / starts.sum())[:, None] * later, squares / squares.sum()
for law, table in zip((tokenwise, whole), by_hand):
    gap = law.log_probs().exp().reshape(12, 12) - table
    assert (gap.abs() <= 1e-12 * table).all()  # and zero where q is zero
apart = tv(tokenwise, whole).item()
assert abs(apart - (9 / 13 - 9 / 49)) < 1e-12
# --8<-- [end:toy]


# --8<-- [start:ratio]
def compare(table, first, tau):
    """Return log g − log ℓ, and the log of the product of Z over Z."""
    model = Causal(table).with_first(first)
    law = model.given("", horizon=3)
    local = tempered(model, tau).given("", horizon=3).log_probs()
    gap = tempered_whole(law, tau).log_probs() - local
    z = (first.logits / tau).logsumexp(0).expand(27)
    for t, logits in enumerate(table.logits):
        each = (logits.log_softmax(-1) / tau).logsumexp(-1).flatten()
        z = z + each.repeat_interleave(3 ** (2 - t))
    log_z = (law.log_probs() / tau).logsumexp(0)
    return gap.detach(), (z - log_z).detach()


random = torch.Generator().manual_seed(0)
table = Tabular(Vocabulary("abc"), 3, generator=random)
first = Categorical(torch.tensor([0.2, 0.3, 0.5]).double())
gap, z = compare(table, first, 0.7)
assert (gap - z).abs().max() < 1e-12
assert gap.abs().max() > 0.1
assert z.max() - z.min() > 0.1
# --8<-- [end:ratio]

# --8<-- [start:equal]
for logits in table.logits:  # the same numbers after each context, moved
    rows = logits.data.reshape(-1, 3)
    moved = [rows[0].roll(shift) for shift in range(len(rows))]
    logits.data = torch.stack(moved).reshape(logits.shape)
gap, z = compare(table, first, 0.7)
assert z.max() - z.min() < 1e-12
assert gap.abs().max() < 1e-12
# --8<-- [end:equal]
