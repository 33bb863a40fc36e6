"""As the temperature goes to zero: the greedy string, or the likeliest."""

import torch

from firsttoken import Joint, Vocabulary, tempered, tempered_whole, top_k

# --8<-- [start:limits]
fork = Vocabulary("ab0123456789")
probs = torch.zeros(12, 12, dtype=torch.float64)
probs[0, 2:] = 0.06
probs[1, 2] = 0.4
q = Joint(fork, probs)

greedy = top_k(q.causal(), 1).given("", horizon=2).log_probs().exp()
cold = tempered(q.causal(), 0.01).given("", horizon=2).log_probs().exp()
modes = tempered_whole(q, 0.01).probs
# --8<-- [end:limits]

# --8<-- [start:check]
by_hand = torch.zeros(12, 12, dtype=torch.float64)
by_hand[0, 2:] = 0.1  # the first word is a, and the digits are tied
assert (greedy - by_hand.flatten()).abs().max() < 1e-12
assert (cold - greedy).abs().max() < 1e-12
assert abs(modes[1, 2] - 1) < 1e-12  # b0 is the likeliest string
tied = torch.tensor([[0.4, 0.05], [0.15, 0.4]], dtype=torch.float64)
shared = tempered_whole(Joint(Vocabulary("ab"), tied), 0.01).probs
assert (shared - torch.eye(2) / 2).abs().max() < 1e-12  # aa and bb
# --8<-- [end:check]

# --8<-- [start:written]
written = (probs.flatten() * greedy).sum().item()
likeliest = probs.max().item()
assert abs(written - 0.06) < 1e-12
print(f"greedy writes a string of probability {written:.2f}")
print(f"the likeliest string has {likeliest:.2f}")
# --8<-- [end:written]
