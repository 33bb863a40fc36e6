"""To generate is to complete the empty prompt, or the prompt ⊥."""

import torch

from firsttoken import Causal, FirstTokenUndefined, Tabular, Vocabulary

# --8<-- [start:model]
vocabulary = Vocabulary(["She", "loves", "kittens", "⊥"])
random = torch.Generator().manual_seed(0)
table = Tabular(vocabulary, 4, generator=random)
plain = Causal(table)
started = Causal(table, before="⊥")
# --8<-- [end:model]

# --8<-- [start:same]
generated = started.given("", horizon=3).log_probs().exp()
completed = plain.given("⊥", horizon=3).log_probs().exp()
assert (generated - completed).abs().max() < 1e-15
one, two, three = (each.softmax(dim=-1) for each in table.logits)
by_hand = one[3, :, None, None] * two[3, :, :, None] * three[3]
assert (generated - by_hand.flatten()).abs().max() < 1e-15
# --8<-- [end:same]

# --8<-- [start:prompts]
cube, begins = by_hand, []
for prompt in vocabulary:
    word = vocabulary.index_of(prompt)
    rest = started.given(prompt, horizon=2).log_probs().exp()
    conditional = cube[word] / cube[word].sum()
    assert (rest - conditional.flatten()).abs().max() < 1e-15
    begins.append(started.given("", horizon=1).log_probs().exp()[word])
    assert abs(begins[-1] - cube[word].sum()) < 1e-15
assert abs(sum(begins) - 1) < 1e-12
# --8<-- [end:prompts]

# --8<-- [start:empty]
refused = False
try:
    plain.given("", horizon=3)
except FirstTokenUndefined:
    refused = True
assert refused
# --8<-- [end:empty]
