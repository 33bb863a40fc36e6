"""What a word costs where the blank stands before it and not behind it."""

from math import log

# Tokens that may come next: each begins a word with its blank. The word may
# go on with one token more, which the model says only after this one.
begin = {"␣small": 0.5, "␣kitten": 0.3, "␣the": 0.2}
more = {"␣small": ("er", 0.4), "␣kitten": ("s", 0.7), "␣the": ("", 0.0)}

# --8<-- [start:naive]
naive = {}
for token, p in begin.items():
    rest, goes_on = more[token]
    naive[token[1:]] = p
    naive[token[1:] + rest] = p * goes_on if rest else p
total = sum(naive.values())
print(f"{len(naive)} words, summing to {total:.2f}: {', '.join(naive)}")
# --8<-- [end:naive]
assert total > 1.4

# --8<-- [start:mended]
blank = sum(begin.values())  # that the word before has ended: here, surely
mended = {}
for token, p in begin.items():
    rest, goes_on = more[token]
    mended[token[1:]] = p * (1 - goes_on) / blank  # the next one has a blank
    if rest:
        mended[token[1:] + rest] = p * goes_on / blank
print(f"with their own ends, to {sum(mended.values()):.2f}")
print(f"small: {-log(naive['small']):.2f}, then {-log(mended['small']):.2f}")
# --8<-- [end:mended]
assert abs(sum(mended.values()) - 1) < 1e-12
assert mended["small"] < naive["small"]
