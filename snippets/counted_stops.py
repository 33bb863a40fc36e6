"""A bigram model that was counted on finite texts ends, on time on average."""

import torch

from firsttoken import NGram, Vocabulary, bigram_mass, topics

# --8<-- [start:count]
documents = [document for document in topics().documents if document]
letters = sorted(set("".join(documents)))
codes = [str(ord(letter)) for letter in letters]
vocabulary = Vocabulary([*codes, "⊥", "$"])
index = {letter: i for i, letter in enumerate(letters)}
strings = [[index[c] for c in document] for document in documents]
model = NGram(vocabulary, 2, strings, before="⊥", stop="$")
# --8<-- [end:count]

# --8<-- [start:mean]
size = len(letters)
laws = model.log_laws(torch.arange(size + 1)[:, None])[:, 0].exp()
kernel, stop, first = laws[:size, :size], laws[:size, -1], laws[size, :size]
visits = torch.linalg.solve(torch.eye(size).double() - kernel.T, first)

everything = "".join(documents)
counts = [everything.count(letter) for letter in letters]
averages = torch.tensor(counts, dtype=torch.float64) / len(documents)
assert (visits / averages - 1).abs().max() < 1e-9
mean, expected = len(everything) / len(documents), visits.sum().item()
assert abs(mean / averages.sum() - 1) < 1e-12
assert abs(expected / mean - 1) < 1e-9
print(f"the texts have {mean:,.1f} characters, the model's {expected:,.1f}")
# --8<-- [end:mean]

# --8<-- [start:mass]
mass = bigram_mass(kernel, stop)
assert (mass - 1).abs().max() < 1e-9
# --8<-- [end:mass]
