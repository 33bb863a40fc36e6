"""A perplexity with the first token, and one without it."""

from math import exp, log

import torch
from torch.distributions import Categorical

from firsttoken import Causal, Tabular, Vocabulary, kitten

# --8<-- [start:text]
vocabulary = Vocabulary("abc")
random = torch.Generator().manual_seed(0)
first = Categorical(torch.tensor([0.2, 0.3, 0.5]).double())
model = Causal(Tabular(vocabulary, 6, generator=random))
started = model.with_first(first)

text, n = "b a c c a b", 6
tokens = torch.tensor([vocabulary.encode(text)])
whole = started.given("", horizon=n).log_prob(tokens).item()
rest = model.given("b", horizon=n - 1).log_prob(tokens[:, 1:]).item()

full, cond = -whole / n, -rest / (n - 1)  # the logs of two perplexities
start = -first.probs[1].log().item()
assert abs(n * full - (n - 1) * cond - start) < 1e-12

changed = torch.tensor([0.7, 0.1, 0.2], dtype=torch.float64)
other = model.with_first(Categorical(changed))  # another first law
scored = other.given("", horizon=n).log_prob(tokens).item()
later = other.given("b", horizon=n - 1).log_prob(tokens[:, 1:]).item()
assert abs(later - rest) < 1e-12  # the second perplexity is the same
assert abs(scored - whole - log(0.1) - start) < 1e-12  # the first is not
# --8<-- [end:text]

# --8<-- [start:kitten]
world = kitten()
sentence, word = world.entropy().item(), world.first().entropy().item()
ppl_full = exp(sentence / 4)
ppl_cond = exp((sentence - word) / 3)

p = world.probs.flatten()
p1 = world.probs.sum(dim=(1, 2, 3))
by_hand = -torch.xlogy(p, p).sum(), -torch.xlogy(p1, p1).sum()
assert abs(ppl_full**4 - by_hand[0].exp()) < 1e-12
assert abs(ppl_cond**3 - (by_hand[0] - by_hand[1]).exp()) < 1e-12
assert 8 > p1.count_nonzero() > ppl_full > ppl_cond > 1
print(f"of a sentence {ppl_full:.4f}, given its first word {ppl_cond:.4f}")
# --8<-- [end:kitten]
