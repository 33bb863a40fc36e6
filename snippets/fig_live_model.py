"""Draw how two small networks begin a sentence, beside a count."""

from base64 import b64decode, b64encode
from collections import Counter
from math import log

import matplotlib.pyplot as plt
import torch

from firsttoken import Causal, Stream, Transformer
from firsttoken import fit_stream, split_sentences, topics

torch.set_num_threads(1)
options = {"frequent": 500, "special": ["<s>", "</s>"], "unk": "<?>"}
vocabulary, training, held_out = split_sentences(
    topics(), shortest=3, longest=20, **options
)
size, starts = len(vocabulary), [each[0] for each in held_out]
alone = Stream.documents(training, before=0, stop=1)
bare = Stream(alone.tokens, alone.starts + 1, alone.ends)
sizes = {"length": 24, "width": 32, "heads": 4, "layers": 2}


def built(dtype):
    """Return a network of the figure, untrained."""
    return Transformer(vocabulary, **sizes, seed=0, dtype=dtype)


def law_of(network):
    """Return the log law of the first word after the start symbol."""
    model = Causal(network, before="<s>", excluded=["<s>"])
    return model.given("", horizon=1).log_probs().detach().double()


def later(network, start):
    """Return what a word after the first costs, in nats."""
    stream = Stream.documents(held_out, before=0, stop=1)
    stream = Stream(stream.tokens, stream.starts + start, stream.ends)
    inputs, targets, scored = stream.rows()
    laws = network.log_laws(inputs).detach()
    laws[..., 0] = -torch.inf  # the start symbol is not written
    laws = laws.log_softmax(-1).gather(-1, targets[..., None])[..., 0]
    scored[:, : 1 - start] = False  # the first word, where it is a target
    return -laws[scored].mean().item()


# Each table of weights becomes whole numbers, times one step: a byte each.
networks, tables, levels = {}, {}, {}
for name, stream in (("trained", alone), ("untrained", bare)):
    network = built(torch.float32)
    recipe = {"steps": 250, "rate": 0.004, "seed": 0}
    fit_stream(stream, Causal(network), **recipe, cache_dir="build/kept")
    before = law_of(network)
    network, tables[name], levels[name] = network.double(), {}, b""
    for table, weights in network.state_dict().items():
        step = weights.abs().max().item() / 127
        whole = (weights / step).round()
        weights.copy_(whole * step)
        tables[name][table] = [weights.numel(), step]
        levels[name] += bytes(whole.to(torch.int8).flatten().view(torch.uint8))
    networks[name] = network
    assert (before - law_of(network))[starts].mean().abs() < 0.05

# The law of first words that is counted, as in the table above.
seen, total = Counter(each[0] for each in training), len(training)


def left_out(add):
    """Return how well the other starts foretell each, so much added."""
    whole = total - 1 + add * (size - 1)
    return sum(n * log((n - 1 + add) / whole) for n in seen.values())


add = max((2.0**-k for k in range(-3, 13)), key=left_out)
counts = torch.tensor([seen[word] + add for word in range(size)]).double()
counts[0] = 0  # the start symbol is not written
counted = counts / (total + add * (size - 1))
laws = {name: law_of(each).exp() for name, each in networks.items()}
ends = set(seen) | set(starts)  # some sentence begins with each
never = [word for word in range(1, size) if word not in ends]

most = sorted(seen, key=lambda word: (-seen[word], word))[:8]
labels = ["this start", "counted", "all others", "If the"]
figure, axes = plt.subplots(figsize=(5, 2.7), layout="constrained")
rows = torch.arange(len(most) + 1).numpy()
shown = {
    name: [*law[most].tolist(), 1 - law[most].sum().item()]
    for name, law in {**laws, "counted": counted}.items()
}
names = {"trained": "⊥ trained", "untrained": "⊥ never trained"}
for shift, color, name in ((-0.2, "C0", "trained"), (0.2, "C1", "untrained")):
    axes.barh(rows + shift, shown[name], 0.36, color=color)
    axes.text(0.5, 5.2 + 4 * shift, names[name], color=color)
axes.vlines(shown["counted"], rows - 0.42, rows + 0.42, color="k")
axes.text(0.5, 6.8, labels[1])
axes.set_yticks(rows, [*(vocabulary[word] for word in most), labels[2]])
axes.invert_yaxis()
axes.set_xlabel("probability of the first word")
axes.spines[["top", "right"]].set_visible(False)
plt.show()


# What the page moves: both networks, in pieces, and what was counted.
def pieces(text):
    """Return a long text in pieces."""
    return [text[at : at + 4000] for at in range(0, len(text), 4000)]


moves = {
    "names": labels,
    "words": pieces(" ".join(vocabulary)),
    "sizes": sizes,
    "tables": tables,
    "levels": {
        name: pieces(b64encode(each).decode()) for name, each in levels.items()
    },
    "seen": " ".join(str(seen[word]) for word in range(size)),
    "asked": " ".join(str(starts.count(word)) for word in range(size)),
    "add": add,
    "later": {
        "trained": later(networks["trained"], 0),
        "untrained": later(networks["untrained"], 1),
    },
}
for name, law in {**laws, "counted": counted}.items():
    moves[name] = {
        "cost": -law.log()[starts].mean().item(),
        "never": law[never].sum().item(),
    }
moves["even"] = {"cost": log(size - 1), "never": len(never) / (size - 1)}
moves["own"] = {**moves["trained"], "later": moves["later"]["trained"]}

# The same numbers from what the page gets.
for name, told in moves["tables"].items():
    whole = bytearray(b64decode("".join(moves["levels"][name])))
    left = torch.frombuffer(whole, dtype=torch.int8).double()
    again = built(torch.float64)
    parts = left.split([count for count, _ in told.values()])
    for (table, weights), part in zip(again.state_dict().items(), parts):
        weights.copy_(part.view_as(weights) * told[table][1])
    law = law_of(again)
    assert (law.exp() - laws[name]).abs().max() < 1e-12
    assert abs(law[starts].numpy().mean() + moves[name]["cost"]) < 1e-12
    stays = law[sorted(ends)].exp().sum() + law[0].exp()
    assert abs(1 - stays - moves[name]["never"]) < 1e-12
    costs = []
    for each in held_out:  # one sentence at a time
        read = [0, *each] if name == "trained" else each
        rest = again.log_laws(torch.tensor([read])).detach()[0]
        rest = rest[-len(each) :, 1:].log_softmax(-1)
        asked = [word - 1 for word in [*each[1:], 1]]
        costs += rest[range(len(each)), asked].tolist()
    assert abs(sum(costs) / len(costs) + moves["later"][name]) < 1e-9
assert "".join(moves["words"]).split(" ") == list(vocabulary)
told = [list(map(int, moves[name].split())) for name in ("seen", "asked")]
among, share = sum(told[0]), moves["add"]
law = [(n + share) / (among + share * (size - 1)) for n in told[0]]
cost = sum(n * -log(p) for n, p in zip(told[1], law)) / sum(told[1])
assert abs(cost - moves["counted"]["cost"]) < 1e-12
assert abs(sum(law[1:]) - 1) < 1e-12
nowhere = [w for w in range(1, size) if told[0][w] + told[1][w] == 0]
unseen = sum(law[word] for word in nowhere)
assert abs(unseen - moves["counted"]["never"]) < 1e-12
assert abs(moves["even"]["never"] - len(nowhere) / len(law[1:])) < 1e-12
assert abs(moves["even"]["cost"] + log(1 / len(law[1:]))) < 1e-12
assert moves["own"]["cost"] == moves["trained"]["cost"]
# what the words beside it say
assert abs(moves["trained"]["cost"] - cost) < 0.25
assert moves["untrained"]["cost"] > cost + 1.5
assert moves["trained"]["never"] < 0.2
assert moves["untrained"]["never"] > 0.3
assert abs(moves["later"]["trained"] - moves["later"]["untrained"]) < 0.1
assert moves["even"]["never"] > 0.5
