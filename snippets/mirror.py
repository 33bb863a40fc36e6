"""A counted bigram model does not know in which direction it reads."""

from itertools import pairwise

import torch

from firsttoken import Causal, NGram, Vocabulary, kitten

# --8<-- [start:models]
vocabulary = Vocabulary([*kitten().vocabulary, "⊥", "$"])
world = kitten().over(vocabulary)
p = world.log_probs().exp()
texts, p = world.enumerate_support()[p > 0], p[p > 0]


def counted(strings, before, stop):
    """Return the bigram model of these strings, with these two ends."""
    ends = {"before": before, "stop": stop}
    return Causal(NGram(vocabulary, 2, strings, weights=p, **ends), **ends)


forwards = counted(texts, "⊥", "$")
backwards = counted(texts.flip(1), "$", "⊥")
# --8<-- [end:models]

# --8<-- [start:same]
size, (bos, eos) = 8, (8, 9)
for n in (1, 2, 3, 4):
    words = torch.cartesian_prod(*[torch.arange(size)] * n).reshape(-1, n)
    one_end = torch.full((len(words), 1), eos)
    text = torch.cat([words, one_end], dim=1)
    mirrored = torch.cat([words.flip(1), one_end - 1], dim=1)
    q = forwards.given("", horizon=n + 1).log_prob(text).exp()
    r = backwards.given("", horizon=n + 1).log_prob(mirrored).exp()
    assert (q - r).abs().max() < 1e-12
# --8<-- [end:same]

# --8<-- [start:counts]
count = torch.zeros(10, 10, dtype=torch.float64)
for text, weight in zip(texts, p):
    symbols = [bos, *text.tolist(), eos]
    for left, right in pairwise(symbols):
        count[left, right] += weight
pairs = count[bos, words[:, 0]] * count[words[:, -1], eos]
for t in range(3):
    pairs = pairs * count[words[:, t], words[:, t + 1]]
singles = count[:size].sum(dim=1)[words].prod(dim=1)
by_counts = torch.where(singles > 0, pairs / singles, 0.0)
assert (q - by_counts).abs().max() < 1e-12  # texts of four words
print(f"sentences of four words: {q.sum():.3f} of all that it writes")
# --8<-- [end:counts]
