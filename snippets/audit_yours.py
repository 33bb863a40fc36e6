"""An audit of any function from ids to logits: here, one that counts pairs."""

import torch

from firsttoken import topics
from firsttoken.audit import audit

texts = ["_".join(each.split()) for each in topics().paragraphs]
texts = [each for each in dict.fromkeys(texts) if len(each) >= 100]
letters = ["</s>", *sorted(set("".join(texts)))]
index = {letter: place for place, letter in enumerate(letters)}
rows = [[index[letter] for letter in each] for each in texts]
learnt, held_out = rows[::2], rows[1::2][::10]
stream = torch.tensor([each for row in learnt for each in (0, *row)])
counts = torch.full((len(letters), len(letters)), 0.01)
counts.index_put_((stream[:-1], stream[1:]), torch.tensor(1.0), True)
logits = counts.log()


# --8<-- [start:audit]
def model(ids):
    """Return logits of the shape (batch, length, vocab)."""
    return logits[ids]


begin = {"</s>": [0], "a blank": [index["_"]]}
report = audit(model, None, held_out, begin=begin, put="</s>")
for start in report.starts:
    print(f"{start.name:8} {start.first!s:12} {start.verdict}")
# --8<-- [end:audit]
told = {start.name: start for start in report.starts}
assert {name: str(start.verdict) for name, start in told.items()} == {
    "nothing": "undefined",
    "</s>": "beginnings",
    "a blank": "untrained",
}
assert report.verdict == "beginnings"
by_hand = [-logits[0].log_softmax(0)[row[0]].item() for row in held_out]
assert abs(told["</s>"].first.mean - sum(by_hand) / len(by_hand)) < 1e-4
