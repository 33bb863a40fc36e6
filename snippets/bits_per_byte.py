"""Bits per byte do not depend on the tokeniser, if all bits are paid."""

from math import log

import torch

from firsttoken import kitten

# --8<-- [start:texts]
world = kitten()
p = world.log_probs().exp()
support = world.enumerate_support()[p > 0]
p = p[p > 0]
texts = [world.vocabulary.decode(row) for row in support]
bytes_ = sum(q * len(text.encode()) for q, text in zip(p, texts)).item()

tokenisers = {
    "characters": list,
    "words": lambda text: text.split(" "),
    "pairs": lambda text: [text.rsplit(" ", 2)[0], text.split(" ", 2)[2]],
}
# --8<-- [end:texts]


# --8<-- [start:count]
def bits(cut, start):
    """Return the expected bits of the tokens from a place on, by p."""
    total = 0.0
    for q, text in zip(p, texts):
        tokens = cut(text)
        for t in range(start, len(tokens)):
            before, after = tokens[:t], tokens[: t + 1]
            many = sum(r for r, s in zip(p, texts) if cut(s)[:t] == before)
            few = sum(r for r, s in zip(p, texts) if cut(s)[: t + 1] == after)
            total -= q.item() * torch.log2(few / many).item()
    return total


all_paid = {name: bits(cut, 0) / bytes_ for name, cut in tokenisers.items()}
dropped = {name: bits(cut, 1) / bytes_ for name, cut in tokenisers.items()}
# --8<-- [end:count]

# --8<-- [start:check]
entropy = world.entropy().item() / log(2) / bytes_
word = world.first().entropy().item() / log(2) / bytes_
pair = world.marginal(1, 2).entropy().item() / log(2) / bytes_
letter = torch.tensor([0.5, 0.3, 0.15, 0.05], dtype=torch.float64)
letter = -(letter * letter.log2()).sum().item() / bytes_  # S, H, k, p
for each in all_paid.values():
    assert abs(each - entropy) < 1e-12
assert abs(dropped["characters"] - (entropy - letter)) < 1e-12
assert abs(dropped["words"] - (entropy - word)) < 1e-12
assert abs(dropped["pairs"] - (entropy - pair)) < 1e-12
print(f"{entropy:.5f} bits per byte, whatever the tokens; without the first")
print(", ".join(f"{name} {each:.5f}" for name, each in dropped.items()))
# --8<-- [end:check]
