"""Tuned on answers alone, a network forgets what a prompt is."""

import os
from dataclasses import replace
from math import log

import torch

from firsttoken import Causal, Stream, Transformer
from firsttoken import fit_stream, split_sentences, topics

seed = int(os.environ.get("SEED", "0"))
torch.set_num_threads(1)

# --8<-- [start:texts]
special = ["<s>", "</s>", "<ask>"]
options = {"frequent": 300, "special": special, "unk": "<?>"}
vocabulary, training, held_out = split_sentences(
    topics(), shortest=6, longest=6, cut=True, **options
)
size = len(vocabulary)
assert max(map(max, training)) == size - 1


def tasks(some):
    """A text as a prompt, a sign that asks, and the text backwards."""
    rows = [[*text, 2, *reversed(text)] for text in some]
    return Stream.documents(rows, before=0, stop=1)


# --8<-- [end:texts]


# --8<-- [start:cost]
measured = tasks(held_out).rows()
uniform = 6 * log(size)


def costs(model):
    """Return what each prompt costs, and each answer, in nats."""
    with torch.no_grad():
        laws = model.log_laws(measured.inputs).double()
    assert laws.logsumexp(dim=-1).abs().max() < 1e-5
    each = -laws.gather(-1, measured.targets[..., None])[..., 0]
    return each[:, :6].sum(dim=1), each[:, 7:].sum(dim=1)


# --8<-- [end:cost]


# --8<-- [start:tune]
def network():
    return Transformer(
        vocabulary, 16, width=48, heads=4, seed=seed, dtype=torch.float32
    )


options = {"rate": 0.004, "cache_dir": "build/kept"}
trained = network()
plain = Stream.documents(training, before=0, stop=1)
fit_stream(plain, Causal(trained), steps=250, seed=seed, **options)
prompt, answer = {}, {}
prompt["before"], answer["before"] = costs(trained)
for name, unscored in (("masked", 7), ("scored", 0)):
    tuned = network()
    tuned.load_state_dict(trained.state_dict())
    examples = replace(tasks(training), unscored=unscored)
    for turn in range(12):
        fit_stream(examples, Causal(tuned), steps=20, seed=turn, **options)
    prompt[name], answer[name] = costs(tuned)
# --8<-- [end:tune]

# --8<-- [start:compare]
asked = {name: each.mean().item() for name, each in prompt.items()}
given = {name: each.mean().item() for name, each in answer.items()}
for name, nats in asked.items():
    print(f"{name:8} prompt {nats:6.2f}, answer {given[name]:6.2f}")
drift = {}
for name in ("masked", "scored"):
    more = prompt[name] - prompt["before"]
    error = (more.std() / len(more) ** 0.5).item()
    drift[name] = more.mean().item(), error
    print(f"{name:8} prompt {drift[name][0]:+.2f} ± {error:.2f} nats")
assert asked["before"] < uniform - 12
assert drift["masked"][0] > 12
assert asked["masked"] > uniform - 2
assert abs(drift["scored"][0]) < 2
for name in ("masked", "scored"):
    assert given[name] < given["before"] - 15
assert given["masked"] < given["scored"]
# --8<-- [end:compare]

for name, costs in prompt.items():  # means and errors once more, by NumPy
    nats = costs.numpy()
    assert abs(asked[name] - nats.mean()) < 1e-9
    if name != "before":
        more = nats - prompt["before"].numpy()
        assert abs(drift[name][0] - more.mean()) < 1e-9
        assert abs(drift[name][1] - more.std(ddof=1) / len(more) ** 0.5) < 1e-9
