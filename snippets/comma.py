"""No sentence of TOPICS starts with a comma; one word in thirty is one."""

from collections import Counter

from firsttoken import topics, words

# --8<-- [start:count]
corpus = topics()
all_tokens = words(corpus.text)
everywhere = Counter(all_tokens)
tokens = everywhere.total()
commas = everywhere[","]
share = commas / tokens

paragraphs, sentences = corpus.paragraphs, corpus.sentences
starts = Counter(words(sentence)[0] for sentence in sentences)
paragraph_starts = Counter(words(paragraph)[0] for paragraph in paragraphs)
# --8<-- [end:count]

# --8<-- [start:check]
assert commas == corpus.text.count(",")  # every comma is a word by itself
assert 0.02 < share < 0.04
assert starts[","] == 0
assert paragraph_starts[","] == 0

# counted once more, without words: no sentence begins where a comma stands
assert not any(part.lstrip().startswith(",") for part in sentences + paragraphs)

# however the text is cut, nothing of it is left out
for parts in (all_tokens, sentences, paragraphs):
    assert "".join("".join(parts).split()) == "".join(corpus.text.split())
# --8<-- [end:check]

# --8<-- [start:surprise]
# how many there would be, had first words the law of all words
expected = share * len(sentences)
assert expected > 50
# --8<-- [end:surprise]

types = len(everywhere)
counts = {"sentences": len(sentences), "paragraphs": len(paragraphs)}
print(f"{commas:,} of {tokens:,} words are commas: {share:.2%}")
print(f"{starts[',']} of {counts['sentences']:,} sentences start with one")
print(f"and {paragraph_starts[',']} of {counts['paragraphs']:,} paragraphs")
