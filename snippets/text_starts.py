"""How a sentence begins, asked of networks that saw the same sentences."""

import os
from collections import Counter
from math import log

import torch

from firsttoken import Causal, Stream, Transformer
from firsttoken import fit_stream, split_sentences, topics

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

# --8<-- [start:streams]
alone = Stream.documents(training, before=0, stop=1)
bare = Stream(alone.tokens, alone.starts + 1, alone.ends)
cut = {"length": 20, "separator": 1}
streams = {
    "start symbol": (alone, "<s>"),
    "packed": (Stream.packed(training, **cut), "</s>"),
    "start of a window": (Stream.chunks(training, before=0, **cut), "<s>"),
    "untrained symbol": (bare, "<s>"),
}
assert torch.equal(bare.rows().inputs[:, 0], alone.rows().targets[:, 0])
assert bare.rows().scored.sum() == alone.rows().scored.sum() - len(bare)
# --8<-- [end:streams]

# --8<-- [start:ask]
starts = [document[0] for document in held_out]
count = len(starts)
assert count == sum(map(bool, held_out))  # none is empty
uniform = log(size)


def measured(costs):
    """Return the mean over sentences, and its standard error."""
    return costs.mean().item(), (costs.std() / len(costs) ** 0.5).item()


cost, spent = {}, {}
for name, (stream, start) in streams.items():
    network = Transformer(
        vocabulary, 24, width=48, heads=4, seed=seed, dtype=torch.float32
    )
    options = {"steps": 250, "rate": 0.004, "seed": seed}
    fit_stream(stream, Causal(network), **options, cache_dir="build/kept")
    model = Causal(network, before=start, stop="</s>", excluded=["<s>"])
    first = model.given("", horizon=1).log_probs().detach().double()
    assert abs(first.exp().sum() - 1) < 1e-5
    cost[name] = -first[starts]
    spent[name] = measured(cost[name])
    mean, error = spent[name]
    print(f"{name:18}{mean:6.2f} ± {error:.2f}, uniform {uniform:.2f}")
# --8<-- [end:ask]

# --8<-- [start:compare]
seen, total = Counter(each[0] for each in training), len(training)


def left_out(add):
    """Return how well the other starts foretell each, so much added to all."""
    whole = total - 1 + add * size
    return sum(n * log((n - 1 + add) / whole) for n in seen.values())


add = max((2.0**-k for k in range(-3, 13)), key=left_out)
counted = [(seen[w] + add) / (total + add * size) for w in range(size)]
assert abs(sum(counted) - 1) < 1e-12
floor = torch.tensor([-log(counted[word]) for word in starts]).double()
price = {name: measured(costs - floor) for name, costs in cost.items()}
for name, (more, error) in price.items():
    print(f"{name:18}{more:+6.2f} ± {error:.2f} more than counting")
assert spent["start symbol"][0] < uniform - 2.5
assert spent["packed"][0] < uniform - 2.5
assert abs(price["start symbol"][0]) < 0.25
assert abs(price["packed"][0]) < 0.25
assert price["start of a window"][0] > 1
assert abs(spent["untrained symbol"][0] - uniform) < 0.5
# on text, unlike in KITTEN, the start of a window beats a uniform guess
assert spent["start of a window"][0] < uniform - 1
# --8<-- [end:compare]

for name, costs in cost.items():  # means and errors once more, by NumPy
    for (mean, error), each in (
        (spent[name], costs.numpy()),
        (price[name], (costs - floor).numpy()),
    ):
        assert abs(mean - each.mean()) < 1e-9
        assert abs(error - each.std(ddof=1) / count**0.5) < 1e-9
