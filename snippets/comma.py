"""Which words start no sentence, and of which of them that says anything."""

import re
from collections import Counter

from firsttoken import Topics, split_words, topics

# --8<-- [start:count]
corpus = topics()
text = corpus.text.lower()  # a capital must not tell where a sentence starts
everywhere = Counter(split_words(text))
tokens = everywhere.total()


def starts(parts):
    """Return how many of the parts begin with each word, in small letters."""
    return Counter(
        split_words(part.lower())[0] for part in parts if part.strip()
    )


first = starts(corpus.sentences)
sentences = first.total()
# the control: cut after each comma, as sentences are cut after a full stop
after_comma = starts(re.split(r"(?<=,)\s+", text))
# --8<-- [end:count]


# --8<-- [start:expected]
def expected(word, cut):
    """Return how many would begin with it if any word were as good as any."""
    return everywhere[word] / tokens * cut.total()


never, often = ("of", "and", "is"), ("if", "this")
for word in never:
    assert everywhere[word] / tokens > 0.005
    assert expected(word, first) > 20 > first[word] == 0
for word in often:
    assert first[word] > 5 * expected(word, first)
# --8<-- [end:expected]

# --8<-- [start:control]
assert after_comma["and"] > 3 * expected("and", after_comma)
assert after_comma["if"] < first["if"] / 3
# --8<-- [end:control]

# --8<-- [start:comma]
share = everywhere[","] / tokens
assert 0.02 < share < 0.04
assert first[","] == 0 == after_comma[","]
spaced = len(re.findall(r"(?:^|\s),", text))  # commas that white space precedes
assert spaced <= 0.001 * everywhere[","]
# without the white space, a comma may follow what a sentence ends with
unspaced = starts(re.split(r"(?<=[.!?])", text))[","]
assert unspaced > 0
# --8<-- [end:comma]

# --8<-- [start:splitter]
# nothing is left out, and a capital is not asked for: here is a text with none
for parts in (split_words(corpus.text), corpus.sentences):
    assert "".join("".join(parts).split()) == "".join(corpus.text.split())
made_up = Topics(("so ends one. of two! , of three? and four",))
assert starts(made_up.sentences) == Counter(["so", "of", ",", "and"])
# --8<-- [end:splitter]

commas = everywhere[","]
comma_expected = expected(",", first)
counts = {word: first[word] for word in (*never, *often)}
chance = {word: expected(word, first) for word in (*never, *often)}
and_after = after_comma["and"], expected("and", after_comma)
assert sentences == sum(map(bool, map(str.strip, corpus.sentences)))
assert abs(comma_expected - share * sentences) < 1e-9
assert (
    abs(and_after[1] / after_comma.total() - chance["and"] / sentences) < 1e-12
)
whole = re.compile(r",\s+and\b(?!_)", re.ASCII)
assert and_after[0] == len(whole.findall(text))
print(f"of {sentences:,} sentences begin with")
for word in counts:
    begins = [split_words(part.lower())[:1] for part in corpus.sentences]
    assert counts[word] == begins.count([word])
    assert abs(chance[word] / sentences - everywhere[word] / tokens) < 1e-12
    print(
        f"{word:5}{counts[word]:4}, where chance would have {chance[word]:.0f}"
    )
print(f"after commas, and: {and_after[0]}, chance {and_after[1]:.0f}")
