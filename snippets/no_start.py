"""A network that never saw a start, asked what it thinks comes first."""

import os
from math import log
from string import ascii_lowercase

import torch
from torch.distributions import Categorical

from firsttoken import Causal, FirstTokenUndefined, Stream, Transformer
from firsttoken import Vocabulary, fit_stream, implied_first, kl, topics, tv

seed = int(os.environ.get("SEED", "0"))

# --8<-- [start:train]
vocabulary = Vocabulary("_" + ascii_lowercase)  # "_" is the blank
tokens = [vocabulary.index_of(letter) for letter in topics().letters]
crops = Stream.crops([tokens], length=8)
network = Transformer(vocabulary, 8, layers=1, seed=seed, dtype=torch.float32)
untrained = implied_first(Causal(network))
fit_stream(crops, Causal(network), steps=300, batch=128, rate=0.01, seed=seed)
# --8<-- [end:train]

# --8<-- [start:none]
model = Causal(network)
try:
    model.given("", horizon=1)
except FirstTokenUndefined:
    pass
else:
    raise AssertionError("a first law from nowhere")
# --8<-- [end:none]

# --8<-- [start:implied]
implied = implied_first(model)
counts = torch.tensor(tokens).bincount(minlength=27).double()
letters = Categorical(counts)
price = kl(letters, implied).item()
uniform = log(27) - letters.entropy().item()
before, after = (tv(letters, law).item() for law in (untrained, implied))
assert before > 0.2
assert after < 0.06
assert price < 0.02 < uniform / 10
# --8<-- [end:implied]

# --8<-- [start:check]
frequency = counts / counts.sum()
by_hand = (frequency * (frequency / implied.probs).log()).sum().item()
assert abs(price - by_hand) < 1e-12
floor = (frequency * (27 * frequency).log()).sum().item()
assert abs(uniform - floor) < 1e-12
for distance, law in ((before, untrained), (after, implied)):
    assert abs(distance - (frequency - law.probs).abs().sum() / 2) < 1e-12
kernel = network.log_laws(torch.arange(27)[:, None])[:, 0].double().exp()
moved = implied.probs @ kernel.detach()
assert (moved - implied.probs).abs().max() < 1e-6
print(f"TV {before:.3f} -> {after:.3f}; {price:.4f} of {uniform:.4f} nats")
# --8<-- [end:check]
