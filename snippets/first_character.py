"""The first character needs the law of the first token."""

import torch
from torch.distributions import Categorical

from firsttoken import Causal, FirstTokenUndefined, Tabular, Vocabulary
from firsttoken import prefix_log_prob

# --8<-- [start:first]
vocabulary = Vocabulary(["a", "b", "ab", "ba", "abb"])
random = torch.Generator().manual_seed(0)
model = Causal(Tabular(vocabulary, 3, generator=random))
law = torch.tensor([0.1, 0.2, 0.3, 0.25, 0.15], dtype=torch.float64)
first = Categorical(law)
started = model.with_first(first)

letter = {c: prefix_log_prob(started, c).exp().item() for c in "ab"}
assert abs(letter["a"] - (0.1 + 0.3 + 0.15)) < 1e-12
assert abs(letter["b"] - (0.2 + 0.25)) < 1e-12
# --8<-- [end:first]

# --8<-- [start:longer]
law = started.given("", horizon=3)
q = law.log_probs().exp()
texts = ["".join(vocabulary[t] for t in row) for row in law.enumerate_support()]
for prefix in ("ab", "ba", "bb", "abb", "aba"):
    total = sum(p for p, s in zip(q, texts) if s.startswith(prefix))
    assert abs(prefix_log_prob(started, prefix).exp() - total) < 1e-12
# --8<-- [end:longer]

# --8<-- [start:undefined]
refused = ""
try:
    prefix_log_prob(model, "a")
except FirstTokenUndefined as error:
    refused = str(error)
assert "p(x_1) is undefined" in refused

other = model.with_first(Categorical(first.probs.flip(0)))
moved = prefix_log_prob(other, "a").exp().item()
assert abs(moved - (0.15 + 0.3 + 0.1)) < 1e-12
# --8<-- [end:undefined]
