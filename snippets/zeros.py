"""With zeros, full conditionals do not determine the joint law."""

import torch

from firsttoken import Joint, Masked, NotPositive, Vocabulary, tv

# --8<-- [start:two]
vocabulary = Vocabulary("ab")
weights = torch.tensor([[0.5, 0.5], [0.9, 0.1]], dtype=torch.float64)
even, odd = [Joint(vocabulary, torch.diag(row)) for row in weights]

for first, second in zip(Masked.of(even).tables, Masked.of(odd).tables):
    assert torch.equal(first, torch.eye(2, dtype=torch.float64))
    assert torch.equal(second, first)
apart = tv(even, odd).item()
assert abs(apart - 0.4) < 1e-15
# --8<-- [end:two]

# --8<-- [start:refused]
refused = False
try:
    Masked.of(odd).brook("a a")
except NotPositive:
    refused = True
assert refused
# --8<-- [end:refused]
