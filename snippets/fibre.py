"""The laws that share their later conditionals: a copy of the simplex."""

import torch
from torch.distributions import Categorical

from firsttoken import Causal, Tabular, kitten

# --8<-- [start:fibre]
vocabulary = kitten().vocabulary
size, length = len(vocabulary), 4
random = torch.Generator().manual_seed(0)
model = Causal(Tabular(vocabulary, length, generator=random))  # every t ≥ 2


def glue(first):
    """Return the law with this first token and the model's conditionals."""
    law = model.with_first(Categorical(first)).given("", horizon=length)
    return law.log_probs().exp()


corners = torch.eye(size, dtype=torch.float64)
laws = torch.stack([glue(corner) for corner in corners])
# --8<-- [end:fibre]

# --8<-- [start:dimensions]
free = int(torch.linalg.matrix_rank(laws)) - 1  # affine, so one fewer
whole = laws.shape[1] - 1
by_position = [(size - 1) * size ** (t - 1) for t in range(1, length + 1)]

assert free == by_position[0] == size - 1
assert whole == sum(by_position) == size**length - 1
print(f"free dimensions without the first factor: {free} of {whole:,}")
# --8<-- [end:dimensions]

# --8<-- [start:every]
weights = torch.rand(size, generator=random, dtype=torch.float64)
weights /= weights.sum()
mixture = weights @ laws  # a mixture of the corners, nothing more
first = mixture.reshape(size, -1).sum(dim=1)

assert (mixture - glue(weights)).abs().max() < 1e-15  # π ↦ π ⊗ K is affine
assert (first - weights).abs().max() < 1e-15  # and π can be read off again
# --8<-- [end:every]

# --8<-- [start:converse]
table = mixture.reshape([size] * length)
for t in range(2, length + 1):
    joint = table.flatten(t).sum(dim=-1) if t < length else table
    conditional = joint / joint.sum(dim=-1, keepdim=True)
    laws_t = model.model.logits[t - 2].softmax(dim=-1)
    assert (conditional - laws_t).abs().max() < 1e-12
# --8<-- [end:converse]
