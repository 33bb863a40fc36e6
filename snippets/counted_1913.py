"""Markov's own letters: the share of vowels, from what follows what."""

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
counted = vowels / (vowels + consonants)
assert abs(implied - counted) < 1 / (vowels + consonants)
print(f"vowels: {implied:.4f} implied, {counted:.4f} counted")
# --8<-- [end:implied]
