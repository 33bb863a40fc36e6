"""One network says how sentences begin, and what stands anywhere in them."""

import os
from collections import Counter
from math import log

import torch

from firsttoken import Causal, Stream, Transformer
from firsttoken import fit_stream, split_sentences, stationary_law, topics

seed = int(os.environ.get("SEED", "0"))
torch.set_num_threads(1)

# --8<-- [start:sentences]
options = {"frequent": 500, "special": ["<s>", "</s>"], "unk": "<?>"}
vocabulary, training, held_out = split_sentences(
    topics(), shortest=3, longest=20, **options
)
size = len(vocabulary)
assert max(map(max, training)) == size - 1
# --8<-- [end:sentences]

# --8<-- [start:train]
stream = Stream.crops(training, length=20, separator=1)
network = Transformer(
    vocabulary, 24, width=48, heads=4, seed=seed, dtype=torch.float32
)
options = {"steps": 250, "rate": 0.004, "seed": seed}
fit_stream(stream, Causal(network), **options, cache_dir="build/kept")
# --8<-- [end:train]

# --8<-- [start:answers]
model = Causal(network, before="</s>", stop="</s>", excluded=["<s>"])
first = model.given("", horizon=1).log_probs().detach().double()
assert abs(first.exp().sum() - 1) < 1e-5

anywhere = Causal(network, excluded=["<s>"])
laws = anywhere.given(vocabulary[1:], horizon=1).log_probs().detach()
kernel = laws.double().exp().T[:, 1:]  # a row for each word, and for the end
assert (kernel.sum(dim=1) - 1).abs().max() < 1e-5
kernel /= kernel.sum(dim=1, keepdim=True)  # to the last digit
implied = stationary_law(kernel)
assert abs(implied.sum() - 1) < 1e-12
inside = implied[1:] / implied[1:].sum()  # of words alone
# --8<-- [end:answers]

# --8<-- [start:cost]
starts = torch.tensor([document[0] for document in held_out])
seen = Counter(document[0] for document in training)
total = len(training) + 1  # one more, shared by all words
counted = [(seen[w] + 1 / size) / total for w in range(size)]
cost = {
    "counted": -torch.tensor(counted).double().log()[starts],
    "after an end": -first[starts],
    "implied": -inside.log()[starts - 2],
}
uniform = log(size)
price = {}
for name, costs in cost.items():
    more = costs - cost["counted"]
    error = (more.std() / len(more) ** 0.5).item()
    price[name] = more.mean().item(), error
    print(f"{name:14}{costs.mean():6.2f}, uniform {uniform:.2f}")
# --8<-- [end:cost]

# --8<-- [start:bounds]
assert abs(price["after an end"][0]) < 0.25
assert price["implied"][0] > 1
assert cost["implied"].mean() < uniform - 1
# --8<-- [end:bounds]

# --8<-- [start:whole]
running = Counter(word for document in training for word in document)
shares = torch.tensor([running[w] for w in range(2, size)]).double()
distance = (inside - shares / shares.sum()).abs().sum().item() / 2
off = (inside - first[2:].exp()).abs().sum().item() / 2
print(f"TV to words anywhere {distance:.3f}, to first words {off:.3f}")
assert distance < off
# --8<-- [end:whole]

for name, costs in cost.items():  # means and errors once more, by NumPy
    more = (costs - cost["counted"]).numpy()
    assert abs(price[name][0] - more.mean()) < 1e-9
    assert abs(price[name][1] - more.std(ddof=1) / len(more) ** 0.5) < 1e-9
