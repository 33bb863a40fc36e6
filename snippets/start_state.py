"""A recurrent network that reads ⊥ is one that starts in another state."""

from copy import deepcopy

import torch

from firsttoken import GRU, Causal, Vocabulary

# --8<-- [start:reader]
words = ["She", "He", "loves", "fears", "kittens"]
marked = Vocabulary([*words, "⊥"])
reader = GRU(marked, width=16, learned_start=False, seed=1)
zeros = torch.zeros(1, 16, dtype=torch.float64)
assert (reader.start == zeros).all()
# --8<-- [end:reader]

# --8<-- [start:twin]
cell = torch.nn.GRUCell(16, 16, dtype=torch.float64)
weights = reader.cell.state_dict()
cell.load_state_dict({k.removesuffix("_l0"): w for k, w in weights.items()})
state = cell(reader.symbols.weight[5:], zeros)  # GRU(e(⊥), 0)

twin = deepcopy(reader)
twin.start = state[0].detach()
# --8<-- [end:twin]

# --8<-- [start:same]
with_symbol = Causal(reader, before="⊥").given("", horizon=4)
without = Causal(twin).given("", horizon=4)
gap = (with_symbol.log_probs() - without.log_probs()).abs().max().item()
assert gap < 1e-12
first = without.prefix(1).log_probs()
by_hand = torch.nn.functional.linear(
    state[0], reader.unembed.weight, reader.unembed.bias
)
assert (first - by_hand.log_softmax(dim=0)).abs().max() < 1e-12
assert abs(without.log_probs().exp().sum() - 1) < 1e-12
print(f"{6**4:,} strings, the same law to {gap:.0e}")
# --8<-- [end:same]
