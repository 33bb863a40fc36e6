"""The empty text has one factor, which is both its first and its last."""

from itertools import pairwise

import torch
from torch.distributions import Categorical

from firsttoken import Causal, NGram, Stream, Vocabulary

# --8<-- [start:counted]
texts = ["She loves kittens", "", "He fears", "kittens", "", "He loves"]
vocabulary = Vocabulary(["She", "He", "loves", "fears", "kittens", "⊥", "$"])
strings = [vocabulary.encode(text) for text in texts]
ends = {"before": "⊥", "stop": "$"}
model = Causal(NGram(vocabulary, 2, strings, **ends), **ends)
empty = model.given("", horizon=1).log_prob(torch.tensor([6])).exp().item()
words = model.given("", horizon=1).log_probs().exp()[:6].sum().item()

assert abs(empty - texts.count("") / len(texts)) < 1e-12
assert abs(words - (1 - empty)) < 1e-12
print(f"{texts.count('')} of {len(texts)} texts are empty: {empty:.3f}")
# --8<-- [end:counted]

# --8<-- [start:first]
pi = Categorical(torch.tensor([1, 1, 1, 1, 1, 0, 0]).double())  # on V alone
repaired = model.with_first(pi)
law = repaired.given("", horizon=1)
assert law.log_prob(torch.tensor([6])).item() == -torch.inf
assert abs(law.log_prob(torch.tensor([0])).exp().item() - 1 / 5) < 1e-12
# --8<-- [end:first]

# --8<-- [start:packed]
stream = Stream.packed(strings, separator=6, length=len(strings))
tokens = stream.tokens.tolist()
pairs = pairwise(tokens)
after = [b for a, b in pairs if a == 6]
assert len(after) == len(texts)
assert abs(after.count(6) / len(after) - empty) < 1e-12
# --8<-- [end:packed]

# --8<-- [start:open]
# without a start, a law on the words and the stop is open
marks = torch.eye(7, dtype=torch.float64)
firsts = [Categorical(marks[place]) for place in (0, 1, 2, 3, 4, 6)]
laws = torch.stack(
    [
        model.with_first(first).given("", horizon=3).log_probs().exp()
        for first in firsts  # a point for each word, and one for the stop
    ]
)
free = torch.linalg.matrix_rank(laws).item() - 1
without = torch.linalg.matrix_rank(laws[:5]).item() - 1  # no empty text
assert free == 5 == without + 1  # of five words
# --8<-- [end:open]
