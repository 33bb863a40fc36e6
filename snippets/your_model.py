"""Is a token any good as a start? Are the costs read one place too early?"""

import re
from math import log
from pydoc_data.topics import topics

import torch

# A model that counts pairs of words, in a stream with a mark between texts.
texts = [re.findall(r"[a-z]+|[.,]", text.lower()) for text in topics.values()]
texts = [part for text in texts for part in " ".join(text).split(" . ")]
texts = [part.split() for part in texts if len(part.split()) >= 8]
names = ["<|endoftext|>", "<s>", *sorted({w for text in texts for w in text})]
index = {name: place for place, name in enumerate(names)}
rows = [torch.tensor([index[word] for word in text]) for text in texts]
learnt, held_out = rows[::2], rows[1::2]
size, end, unused = len(names), 0, 1  # <s> is in the vocabulary, no more
stream = torch.cat([torch.cat([torch.tensor([end]), row]) for row in learnt])
counts = torch.full((size, size), 0.01)  # a little of everything
counts.index_put_((stream[:-1], stream[1:]), torch.tensor(1.0), True)
laws = counts / counts.sum(dim=1, keepdim=True)


def model(ids):
    """Return the log of the law of the next token, after each of the tokens."""
    return laws[ids].log()


# --8<-- [start:first]
def cost(start, token):
    """Return what a token costs right behind a start, in nats."""
    return -model(torch.tensor([start]))[-1, token].item()


def measured(start, tokens):
    """Return the mean cost behind a start, and its standard error."""
    costs = torch.tensor([cost(start, token) for token in tokens])
    return costs.mean().item(), (costs.std() / len(costs) ** 0.5).item()


beginnings = [row[0] for row in held_out]  # of your texts, not from training
middles = [row[len(row) // 2] for row in held_out]
table = {
    names[start]: (measured(start, beginnings), measured(start, middles))
    for start in (end, unused)
}
print(f"a law that knows nothing: {log(size):.2f} nats")
for name, ((first, error), (middle, _)) in table.items():
    print(f"{name:14}{first:6.2f} ± {error:.2f}, for middles {middle:.2f}")
# --8<-- [end:first]
(good, error), (elsewhere, _) = table["<|endoftext|>"]
assert good < log(size) - 1
assert good < elsewhere - 1
assert all(abs(mean - log(size)) < 0.01 for mean, _ in table["<s>"])

# --8<-- [start:shift]
row = held_out[0]
logs = model(row)
right = -logs[:-1].gather(1, row[1:, None]).mean().item()
shifted = -logs.gather(1, row[:, None]).mean().item()
print(f"{right:.1f} nats a token; read one place too early, {shifted:.1f}")
# --8<-- [end:shift]
assert right < log(size) < shifted
