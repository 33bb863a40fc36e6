"""One separator is the start of every document and the end of every one."""

from collections import Counter
from math import log

import torch

from firsttoken import Causal, NGram, Stream, Vocabulary, topics

# --8<-- [start:stream]
corpus = topics()
symbols = sorted(set(corpus.text))
index = {symbol: i for i, symbol in enumerate(symbols)}
documents = [[index[c] for c in each] for each in corpus.documents]
sep = len(symbols)
stream = Stream.packed(documents, separator=sep, length=256)
rows = stream.rows()
# --8<-- [end:stream]

# --8<-- [start:share]
ends = rows.scored & (rows.targets == sep)
share = ends.sum().item() / rows.scored.sum().item()
lengths = [len(each) for each in corpus.documents]
mean = sum(lengths) / len(lengths)
assert abs(share - 1 / (1 + mean)) < 1e-12
assert ends.sum() == len(documents)
assert rows.scored.sum() == sum(lengths) + len(lengths)
# --8<-- [end:share]

# --8<-- [start:start]
numbers = Vocabulary([*map(str, range(sep)), "SEP"])
pairs = NGram(numbers, 2, [stream.tokens])
model = Causal(pairs, before="SEP", stop="SEP")
start = model.given("", horizon=1).log_probs().exp()
first = Counter(each[0] for each in corpus.documents)
counted = torch.tensor([first[c] for c in symbols]).double()
counted /= len(documents)
assert (start[:sep] - counted).abs().max() < 1e-12
assert start[sep] == 0  # no document is empty
# --8<-- [end:start]

# --8<-- [start:whole]
laws = pairs.log_laws(stream.tokens[None, :-1])[0]
chosen = laws.gather(1, stream.tokens[1:, None])
streamed = -chosen.sum().item()  # the loss of the stream
one_by_one = 0.0
for document in documents:
    law = model.given("", horizon=len(document) + 1)
    one_by_one -= law.log_prob(torch.tensor([*document, sep])).item()
assert abs(streamed / one_by_one - 1) < 1e-12
print(f"{len(documents)} documents, {share:.3e} of the stream is SEP")
# --8<-- [end:whole]

# --8<-- [start:limits]
# a document that holds the separator: the share is another one
torn = Stream.packed([[0, 2, 1]], separator=2, length=9).rows()
assert (torn.targets == 2).sum() == 2
assert torn.scored.sum() == 4  # a half, and not 1 / (1 + 3)

# a model that counts positions: its law is not that of the last document
more = {0: 0.8, 1: 0.3}  # the chance of one more a, by the parity of the place
spans = ["a", "a", "SEP"] * 2


def cost(symbols):
    """Return the cost of what follows a separator at place zero."""
    chances = (more[t % 2] for t in range(len(symbols)))
    return -sum(log(q if s == "a" else 1 - q) for s, q in zip(symbols, chances))


assert abs(cost(spans) - 2 * cost(spans[:3])) > 0.1
# --8<-- [end:limits]
