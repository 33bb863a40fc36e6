"""Which tokens of a training row carry loss: counted on rows of labels."""

MASKED = -100  # a target with this label is left out of the loss

BOS, EOS, USER, ANSWER = "<s>", "</s>", "user:", "answer:"
ends = [BOS, "She", "waits", EOS, BOS, "He", "runs", EOS]
marks = [EOS, "She", "waits", EOS, "He", "runs", EOS]
chat = [BOS, USER, "Who", "waits?", ANSWER, "She", "does", EOS]


def without(row, *places):
    """Return labels, a copy of the row, with some places left out."""
    return [MASKED if i in places else t for i, t in enumerate(row)]


# --8<-- [start:asked]
def asked(ids, labels, token):
    """Return the targets that stand right behind a token, None if masked."""
    behind = zip(ids, labels[1:])  # position i predicts the label at i + 1
    return [None if y == MASKED else y for x, y in behind if x == token]


rows = {
    "BOS and EOS, all scored": (ends, ends),
    "loss after EOS masked": (ends, without(ends, 4)),
    "loss after BOS masked": (ends, without(ends, 1, 5)),
    "EOS alone, all scored": (marks, marks),
    "EOS alone, masked after": (marks, without(marks, 1, 4)),
}
for name, (ids, labels) in rows.items():
    start = BOS if BOS in ids else EOS
    print(f"{name:24} {start:5}{asked(ids, labels, start)}")
# --8<-- [end:asked]
left = {name: asked(*row, BOS) for name, row in rows.items()}
assert left["BOS and EOS, all scored"] == ["She", "He"]
assert left["loss after EOS masked"] == ["She", "He"]
assert left["loss after BOS masked"] == [None, None]
assert asked(*rows["EOS alone, all scored"], EOS) == ["She", "He"]
assert asked(*rows["EOS alone, masked after"], EOS) == [None, None]

# --8<-- [start:prompt]
responses = without(chat, *range(5))
for name, labels in {"all": chat, "response only": responses}.items():
    scored = [token for token in labels[1:] if token != MASKED]
    print(f"{name}: {' '.join(scored)}")
# --8<-- [end:prompt]
assert scored == ["She", "does", EOS]
