"""A string's probability is a sum over the ways to write it in tokens."""

from collections import Counter

import torch

from firsttoken import Causal, NGram, Vocabulary
from firsttoken import string_log_prob, tokenisations

# --8<-- [start:model]
# a, b, ab and the end, each drawn without regard to the last
vocabulary = Vocabulary(["a", "b", "ab", "$"])
weights = torch.tensor([0.3, 0.3, 0.2, 0.2], dtype=torch.float64)
counts = NGram(vocabulary, 1, [[0], [1], [2], [3]], weights=weights)
model = Causal(counts, stop="$")

ways = [vocabulary.decode(way) for way in tokenisations(vocabulary, "ab")]
string = string_log_prob(model, "ab").exp().item()
canonical = model.given("", horizon=2).log_prob(torch.tensor([2, 3]))
assert sorted(ways) == ["a b", "ab"]
assert abs(string - (0.3 * 0.3 + 0.2) * 0.2) < 1e-12
assert abs(canonical.exp() - 0.2 * 0.2) < 1e-12
print(f"p(ab) = {string:.3f}, its usual tokens {canonical.exp():.3f}")
# --8<-- [end:model]

# --8<-- [start:enumerate]
law = model.given("", horizon=5)
spelled = Counter()
for row, log_q in zip(law.enumerate_support(), law.log_probs()):
    if row[-1] == 3:  # it has stopped
        text = "".join(vocabulary[token] for token in row if token != 3)
        spelled[text] += log_q.exp().item()
short = [text for text in spelled if len(text) <= 4]  # all their tokens fit
assert len(short) == 1 + 2 + 4 + 8 + 16
for text in short:
    assert abs(string_log_prob(model, text).exp() - spelled[text]) < 1e-12
# --8<-- [end:enumerate]

# --8<-- [start:mass]
law = model.given("", horizon=8)
rows, q = law.enumerate_support(), law.log_probs().exp()
split = ((rows[:, :-1] == 0) & (rows[:, 1:] == 1)).any(dim=1)
usual = q[(rows[:, -1] == 3) & ~split].sum().item()

free, bound, mass = 1.0, 0.0, 0.0  # bound: the last token was a
for _ in range(8):
    mass += 0.2 * (free + bound)
    free, bound = 0.5 * free + 0.2 * bound, 0.3 * (free + bound)
assert abs(usual - mass) < 1e-12

limit = 20 / 29  # where this goes
for _ in range(200):
    mass += 0.2 * (free + bound)
    free, bound = 0.5 * free + 0.2 * bound, 0.3 * (free + bound)
assert abs(mass - limit) < 1e-12
# --8<-- [end:mass]
