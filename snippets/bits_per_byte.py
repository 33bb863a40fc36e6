"""Bits per byte do not depend on the tokeniser, if all bits are paid."""

import re
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
    "pairs": lambda text: re.findall(r"\S+ ?\S*", text),
}
# --8<-- [end:texts]


# --8<-- [start:count]
def bits(cut, p, texts, start=0):
    """Return the expected bits of the tokens from one on, and of the end."""
    words, end = 0.0, 0.0
    for q, text in zip(p.tolist(), texts):
        tokens = cut(text)
        mass = [
            sum(r for r, s in zip(p, texts) if cut(s)[:t] == tokens[:t])
            for t in range(len(tokens) + 1)
        ]
        mass = torch.stack(mass).log2()
        words += q * (mass[start] - mass[-1]).item()
        over = sum(r for r, s in zip(p, texts) if cut(s) == tokens)
        end += q * (mass[-1] - over.log2()).item()
    return words, end


all_paid, dropped = {}, {}
for name, cut in tokenisers.items():
    paid, end = bits(cut, p, texts)
    assert abs(end) < 1e-12  # after four words it is over, as all know
    all_paid[name] = paid / bytes_
    dropped[name] = bits(cut, p, texts, start=1)[0] / bytes_
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

# --8<-- [start:end]
several, shares = [], []
for q, text in zip(p, texts):
    early = text.rsplit(" ", 1)[0]  # a sentence may end with "smol"
    stops = early.endswith("smol")
    several += [early] * stops + [text]
    shares += [q / 2, q / 2] if stops else [q]
together = dict.fromkeys(several, 0.0)
for text, q in zip(several, shares):
    together[text] += q
shares = torch.stack([*together.values()])
least = -(shares @ shares.log2()).item()
for name, cut in tokenisers.items():
    paid, end = bits(cut, shares, list(together))
    assert abs(paid + end - least) < 1e-12
    assert (end < 1e-12) == (name == "pairs")  # here the last token tells
    print(f"{name}: {end:.3f} bits for the end, {paid + end:.5f} in all")
# --8<-- [end:end]
