"""Without a stop symbol each length has mass one."""

import torch

from firsttoken import Causal, NGram, Vocabulary

# --8<-- [start:models]
texts = ["She loves kittens", "He fears", "kittens", "She fears He"]
words = ["She", "He", "loves", "fears", "kittens"]


def counted(extra, stop):
    """Return the bigram model of the texts, every count one half up."""
    vocabulary = Vocabulary([*words, *extra])
    strings = [vocabulary.encode(text) for text in texts]
    ends = {"before": "⊥", "stop": stop}
    model = NGram(vocabulary, 2, strings, smoothing=0.5, **ends)
    return Causal(model, **ends)


endless = counted(["⊥"], stop=None)
ending = counted(["⊥", "$"], stop="$")
# --8<-- [end:models]

# --8<-- [start:endless]
lengths = (1, 2, 3, 4, 5)
laws = [endless.given("", horizon=n) for n in lengths]
masses = [law.log_probs().exp().sum().item() for law in laws]
assert all(abs(mass - 1) < 1e-12 for mass in masses)
total = sum(masses)
assert abs(total - len(lengths)) < 1e-11
print(f"the strings of up to {len(masses)} words have mass {total:.1f}")
# --8<-- [end:endless]

# --8<-- [start:ending]
counts = torch.full((6, 6), 0.5, dtype=torch.float64)  # words, ⊥; words, $
for text in texts:
    row = 5
    for word in text.split():
        counts[row, words.index(word)] += 1
        row = words.index(word)
    counts[row, 5] += 1
kernel = counts / counts.sum(dim=1, keepdim=True)
alive, before = kernel[5, :5], 0.0
for n in lengths:
    done = ending.given("", horizon=n).finished().item()
    assert abs(done - (1 - alive.sum())) < 1e-12
    assert before < done < 1
    alive, before = alive @ kernel[:5, :5], done
print(f"with a stop, those of up to {n - 1} words have mass {done:.3f}")
# --8<-- [end:ending]
