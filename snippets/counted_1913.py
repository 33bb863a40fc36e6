"""Markov's own letters, and why what he counted had to agree."""

from itertools import pairwise, product

import torch

from firsttoken import stationary_law

# --8<-- [start:counts]
vowels, consonants = 8638, 11362
vowel_vowel, consonant_consonant = 1104, 3827
kernel = torch.tensor(
    [
        [vowel_vowel, vowels - vowel_vowel],
        [consonants - consonant_consonant, consonant_consonant],
    ],
    dtype=torch.float64,
)
kernel /= kernel.sum(dim=1, keepdim=True)
# --8<-- [end:counts]

# --8<-- [start:implied]
implied = stationary_law(kernel)[0].item()
into, out = kernel[1, 0].item(), kernel[0, 1].item()
assert abs(implied - into / (into + out)) < 1e-12
total = vowels + consonants
counted = vowels / total
left = vowels - vowel_vowel, consonants - consonant_consonant
assert abs(left[0] - left[1]) <= 1  # three of the counts give the fourth
letters = vowels * consonants / total / min(left)  # of a letter
assert abs(implied - counted) < letters / total < 1 / total
print(f"vowels: {implied:.4f} implied, {counted:.4f} counted")
# --8<-- [end:implied]

# --8<-- [start:every]
for n in range(2, 11):
    for text in product((0, 1), repeat=n):  # a one is a vowel
        v, c = text.count(1), text.count(0)
        if v and c:
            pairs = list(pairwise(text))
            a, b = v - pairs.count((1, 1)), c - pairs.count((0, 0))
            assert abs(a - b) <= 1
            chain = torch.tensor([[v - a, a], [b, c - b]]).double()
            chain /= chain.sum(dim=1, keepdim=True)
            law = stationary_law(chain)[0].item()
            assert abs(law - b * v / (b * v + a * c)) < 1e-12
            assert abs(law - v / n) < v * c / n**2 / min(a, b) + 1e-12
# --8<-- [end:every]
