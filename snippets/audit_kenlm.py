"""An audit of a model of KenLM, which scores words one at a time."""

import math
from collections import Counter
from functools import cache
from itertools import pairwise
from tempfile import NamedTemporaryFile

import kenlm
import torch

from firsttoken import topics
from firsttoken.audit import audit

lines = [each.split() for each in topics().paragraphs]
lines = [each for each in dict.fromkeys(map(tuple, lines)) if len(each) >= 20]
learnt, held_out = lines[::2], lines[1::4][:60]
common = Counter(word for line in learnt for word in line).most_common(1000)
words = ["<s>", "</s>", "<unk>", *[word for word, _ in common]]
index = {word: place for place, word in enumerate(words)}
read = [
    [word if word in index else "<unk>" for word in line] for line in learnt
]
pairs = Counter(p for line in read for p in pairwise(["<s>", *line, "</s>"]))
firsts, seconds = Counter(), Counter()
for (first, second), count in pairs.items():
    firsts[first] += count
    seconds[second] += count
kinds = Counter(first for first, _ in pairs)  # smoothed by Witten and Bell
total = sum(seconds.values()) + len(words) - 1


def unigram(word):
    return (seconds[word] + 1) / total


def bigram(first, second):
    counts = pairs[first, second] + kinds[first] * unigram(second)
    return counts / (firsts[first] + kinds[first])


one, two = [], []
for word in words:
    held = kinds[word] / (firsts[word] + kinds[word]) if kinds[word] else 1
    least = -99 if word == "<s>" else math.log10(unigram(word))
    one.append(f"{least:.7f}\t{word}\t{math.log10(held):.7f}")
for first, second in sorted(pairs):
    two.append(f"{math.log10(bigram(first, second)):.7f}\t{first} {second}")
heads = ["\\data\\", f"ngram 1={len(one)}", f"ngram 2={len(two)}", ""]
arpa = [*heads, "\\1-grams:", *one, "", "\\2-grams:", *two, "", "\\end\\", ""]
with NamedTemporaryFile("w", encoding="utf-8", suffix=".arpa") as file:
    file.write("\n".join(arpa))
    file.flush()
    config = kenlm.Config()
    config.show_progress = False
    config.arpa_complain = kenlm.ARPALoadComplain.NONE
    toolkit = kenlm.Model(file.name, config)


# --8<-- [start:adapter]
@cache
def law(*read):
    """Return the log-probability of each word after those that are read."""
    state, after = kenlm.State(), kenlm.State()
    toolkit.NullContextWrite(state)
    for word in read:
        toolkit.BaseScore(state, word, after)
        state, after = after, state
    scores = [toolkit.BaseScore(state, word, after) for word in words]
    return torch.tensor(scores) * math.log(10)


def model(ids):
    """Return log-probabilities of the shape (batch, length, words)."""
    size = toolkit.order - 1  # words of the context that KenLM looks at
    rows = [[words[number] for number in row] for row in ids.tolist()]
    laws = [
        [law(*row[:end][-size:]) for end in range(1, len(row) + 1)]
        for row in rows
    ]
    return torch.stack([torch.stack(each) for each in laws])


texts = [[index.get(word, 2) for word in line] for line in held_out]
begin = {"<s>": [0], "the": [index["the"]]}
report = audit(model, None, texts, begin=begin, put="<s>")
for start in report.starts:
    print(f"{start.name:8} {start.first!s:12} {start.verdict}")
# --8<-- [end:adapter]
for line in held_out[:5]:  # the same as KenLM's own score of a sentence
    ids = torch.tensor([[0, *[index.get(word, 2) for word in line], 1]])
    costs = model(ids)[0, :-1].gather(1, ids[0, 1:, None]).sum().item()
    own = toolkit.score(" ".join(line), bos=True, eos=True) * math.log(10)
    assert abs(costs - own) < 1e-3, (costs, own)
first = [
    -toolkit.score(line[0], bos=True, eos=False) * math.log(10)
    for line in held_out
]
told = {start.name: start for start in report.starts}
assert abs(told["<s>"].first.mean - sum(first) / len(first)) < 1e-3
assert {name: str(start.verdict) for name, start in told.items()} == {
    "nothing": "undefined",
    "<s>": "beginnings",
    "the": "untrained",
}
