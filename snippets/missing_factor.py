"""Without its first factor, a total model sums to |V|, and not to 1."""

from textwrap import wrap

import torch
from torch.distributions import Categorical

from firsttoken import Causal, ContextUndefined, FirstTokenUndefined
from firsttoken import Tabular, kitten

# --8<-- [start:model]
world = kitten()
vocabulary = world.vocabulary
vocabulary_size = len(vocabulary)

# any laws will do, as long as there is one after every context
random = torch.Generator().manual_seed(0)
table = Tabular(vocabulary, 4, generator=random)
model = Causal(table)
# --8<-- [end:model]

# --8<-- [start:mass]
# one law for each first word: x₂x₃x₄ given x₁
rest = model.given(vocabulary.symbols, horizon=3)
products = rest.log_prob(rest.enumerate_support()).exp()
mass = products.sum().item()

laws = [logits.softmax(dim=-1) for logits in table.logits]
by_hand = torch.einsum("ab,abc,abcd->", *laws).item()

assert products.numel() == vocabulary_size**4
assert abs(mass - vocabulary_size) < 1e-12
assert abs(by_hand - vocabulary_size) < 1e-12
print(f"the products of all {products.numel():,} strings: {mass:.12g}")
# --8<-- [end:mass]

# --8<-- [start:undefined]
refusal = ""
try:
    model.given("", horizon=4)
except FirstTokenUndefined as error:
    refusal = str(error)
assert "p(x_1) is undefined" in refusal
print(*wrap(refusal, 72), sep="\n")
# --8<-- [end:undefined]

# --8<-- [start:repaired]
ones = torch.ones(vocabulary_size, dtype=torch.float64)
uniform = Categorical(ones / vocabulary_size)
repaired = model.with_first(uniform).given("", horizon=4)
repaired_mass = repaired.log_probs().exp().sum().item()
assert abs(repaired_mass - 1) < 1e-12
print(f"with a law of the first word: {repaired_mass:.12g}")
# --8<-- [end:repaired]

# --8<-- [start:starts]
exact, impossible = 0.0, []
for word in vocabulary:
    try:
        law = world.causal().given(word, horizon=3)
    except ContextUndefined:
        impossible.append(word)
    else:
        exact += law.log_probs().exp().sum().item()

starts = int((world.first().probs > 0).sum())
assert abs(exact - starts) < 1e-12
assert starts == vocabulary_size - len(impossible) == 4
print(f"exact KITTEN: {exact:.12g}")
print(f"nothing begins with {', '.join(impossible)}")
# --8<-- [end:starts]
