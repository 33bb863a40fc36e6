"""A key without a value turns attention down; position 0 can be one."""

import torch
from torch.nn.functional import scaled_dot_product_attention

from firsttoken import Transformer, Vocabulary

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
words = Vocabulary(["She", "He", "loves", "fears", "kittens", "⊥"])
network = Transformer(words, 5, width=16)
texts = torch.randint(5, (100, 4))
started = torch.nn.functional.pad(texts, (1, 0), value=5)
alone = network.log_laws(torch.arange(6)[:, None])[:, 0]
with_bos = network.log_laws(started)[:, 0]
assert (with_bos - alone[5]).abs().max() < 1e-12  # the same for all
without = network.log_laws(texts)[:, 0]
assert (without - alone[texts[:, 0]]).abs().max() < 1e-12
# --8<-- [end:constant]
