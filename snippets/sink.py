"""A key without a value turns attention down; position 0 can be one."""

import torch
from torch.nn.functional import scaled_dot_product_attention

from firsttoken import Transformer, Vocabulary, kitten

# --8<-- [start:identity]
torch.manual_seed(0)
query, keys, values = (
    torch.randn(1, size, 4, dtype=torch.float64) for size in (1, 6, 6)
)
pull = torch.randn(1, 1, 4, dtype=torch.float64)  # the key of the sink
ordinary = scaled_dot_product_attention(query, keys, values)
sunk = scaled_dot_product_attention(
    query,
    torch.cat([pull, keys], dim=1),
    torch.cat([torch.zeros_like(pull), values], dim=1),
)
b, *scores = (query @ torch.cat([pull, keys], dim=1).mT / 2).flatten().exp()
weight = b / (b + sum(scores))
assert (sunk - (1 - weight) * ordinary).abs().max() < 1e-15
# --8<-- [end:identity]

# --8<-- [start:constant]
world = kitten()
marked = Vocabulary([*world.vocabulary, "⊥"])
network = Transformer(marked, 5, width=16)
possible = world.probs.flatten() > 0
strings = world.enumerate_support()[possible]
started = torch.nn.functional.pad(strings, (1, 0), value=8)
with_bos = network.log_laws(started)[:, 0]
assert (with_bos - with_bos[0]).abs().max() < 1e-12
without = network.log_laws(strings)[:, 0]
alone = network.log_laws(torch.arange(8)[:, None])[:, 0]
assert (without - alone[strings[:, 0]]).abs().max() < 1e-12
varies = (alone[0] - alone[1]).abs().max().item()
assert varies > 0.1
# --8<-- [end:constant]
