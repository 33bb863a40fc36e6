"""A start mark in a model of pairs: always before a word, never after one."""

from collections import Counter
from itertools import pairwise
from math import log

# --8<-- [start:counts]
sentences = ["she loves kittens", "he loves puppies", "she fears puppies"]
pairs = Counter()
for sentence in sentences:
    words = ["<s>", *sentence.split(), "</s>"]
    pairs.update(pairwise(words))
before = Counter()
for (first, _), count in pairs.items():
    before[first] += count
law = {pair: count / before[pair[0]] for pair, count in pairs.items()}

words = ["<s>", "she", "loves", "puppies", "</s>"]
factors = [law[pair] for pair in pairwise(words)]
print(f"3 words, {len(factors)} factors, {-sum(map(log, factors)):.2f} nats")
ever = sum(p for (_, second), p in law.items() if second == "<s>")
print(f"<s> is predicted with probability {ever}")
# --8<-- [end:counts]
starts = {second: p for (first, second), p in law.items() if first == "<s>"}
assert abs(sum(starts.values()) - 1) < 1e-12
assert "<s>" not in starts
assert len(factors) == 4
assert ever == 0
