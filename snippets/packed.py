"""A network without a start symbol, trained on crops of a packed stream."""

import os

import torch

from firsttoken import GRU, Causal, Stream, Vocabulary, fit_stream, kitten

seed = int(os.environ.get("SEED", "0"))

# --8<-- [start:train]
torch.manual_seed(seed)
world = kitten()
vocabulary = Vocabulary([*world.vocabulary, "SEP"])
sep = vocabulary.index_of("SEP")
sentences = world.sample((1000,))
crops = Stream.crops(sentences, separator=sep, length=9)
network = GRU(vocabulary, width=32, learned_start=False, seed=seed)
fit_stream(crops, Causal(network), steps=300, rate=0.02, seed=seed)
# --8<-- [end:train]

# --8<-- [start:read]
model = Causal(network, before="SEP", stop="SEP")
law = model.given("", horizon=5)
strings, q = law.enumerate_support(), law.log_probs().exp().detach()
assert abs(q.sum() - 1) < 1e-12
sentence = (strings[:, 4] == sep) & (strings[:, 3] != sep)
finished = q[strings[:, 4] == sep].sum().item()
assert abs(finished - law.finished()) < 1e-12
of_four = q[sentence].sum().item()
# --8<-- [end:read]

# --8<-- [start:price]
p = world.probs.flatten()
possible = p > 0
p = p[possible]
written = q[sentence].reshape(-1)[possible]
assert abs(p.sum() - 1) < 1e-12
price = (p * (p / written).log()).sum().item()
assert of_four > 0.95
assert 0 < price < 0.1
print(f"sentences of four words: {of_four:.3f}; {price:.3f} nats from p")
# --8<-- [end:price]

# --8<-- [start:scores]
scores = model.given("", horizon=5).log_prob(
    torch.nn.functional.pad(
        world.enumerate_support()[possible], (0, 1), value=sep
    )
)
assert (scores - written.log()).abs().max() < 1e-12
# --8<-- [end:scores]
