"""How a sentence begins, asked of networks that saw the same sentences."""

import os
from collections import Counter
from math import log

import torch

from firsttoken import Causal, Stream, Transformer, Vocabulary
from firsttoken import fit_stream, topics, words

seed = int(os.environ.get("SEED", "0"))
torch.set_num_threads(1)

# --8<-- [start:sentences]
corpus = topics()
split = [tuple(words(text)) for text in corpus.sentences]
together = "".join(word for sentence in split for word in sentence)
assert together == "".join(corpus.text.split())  # nothing is lost
split = list(dict.fromkeys(s for s in split if 3 <= len(s) <= 20))
counter = Counter(word for sentence in split[::2] for word in sentence)
often = [word for word, _ in counter.most_common(500)]
vocabulary = Vocabulary(["<s>", "</s>", "<?>", *often])
index = {word: i for i, word in enumerate(vocabulary)}
assert len(index) == len(often) + 3
documents = [[index.get(word, 2) for word in sentence] for sentence in split]
training, held_out = documents[::2], documents[1::2]
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
uniform = log(len(often) + 3)


def measured(costs):
    """Return the mean over sentences, and its standard error."""
    return costs.mean().item(), (costs.std() / len(costs) ** 0.5).item()


cost, mean = {}, {}
for name, (stream, start) in streams.items():
    network = Transformer(
        vocabulary, 24, width=48, heads=4, seed=seed, dtype=torch.float32
    )
    options = {"steps": 250, "rate": 0.004, "seed": seed}
    fit_stream(stream, network, **options, kept="build/kept")
    model = Causal(network, before=start, stop="</s>", excluded=["<s>"])
    first = model.given("", horizon=1).log_probs().detach().double()
    assert abs(first.exp().sum() - 1) < 1e-5
    cost[name] = -first[starts]
    mean[name], error = measured(cost[name])
    print(f"{name:18}{mean[name]:6.2f} ± {error:.2f}, uniform {uniform:.2f}")
# --8<-- [end:ask]

# --8<-- [start:compare]
seen = Counter(document[0] for document in training)
total = len(training) + 1  # one more, shared by all words
counted = [(seen[w] + 1 / len(index)) / total for w in range(len(index))]
floor = torch.tensor([-log(counted[word]) for word in starts]).double()
price = {name: measured(costs - floor) for name, costs in cost.items()}
for name, (more, error) in price.items():
    print(f"{name:18}{more:+6.2f} ± {error:.2f} more than counting")
assert mean["start symbol"] < uniform - 2.5
assert mean["packed"] < uniform - 2.5
assert abs(price["start symbol"][0]) < 0.25
assert abs(price["packed"][0]) < 0.25
assert price["start of a window"][0] > 1
assert abs(mean["untrained symbol"] - uniform) < 0.5
# --8<-- [end:compare]
