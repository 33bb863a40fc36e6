"""Draw a prompt and an answer while a network is tuned, masked or scored."""

from dataclasses import replace
from math import log

import matplotlib.pyplot as plt
import torch

from firsttoken import Causal, Stream, Transformer
from firsttoken import fit_stream, split_sentences, topics

torch.set_num_threads(1)
special = ["<s>", "</s>", "<ask>"]
vocabulary, training, held_out = split_sentences(
    topics(),
    shortest=6,
    longest=6,
    cut=True,
    frequent=300,
    special=special,
    unk="<?>",
)


def tasks(some):
    """A text as a prompt, a sign that asks, and the text backwards."""
    rows = [[*text, 2, *reversed(text)] for text in some]
    return Stream.documents(rows, before=0, stop=1)


def costs(model):
    """Return what a prompt costs, and what an answer does, on average."""
    measured = tasks(held_out).rows()
    with torch.no_grad():
        laws = model.log_laws(measured.inputs).double()
    each = -laws.gather(-1, measured.targets[..., None])[..., 0]
    return each[:, :6].sum(1).mean().item(), each[:, 7:].sum(1).mean().item()


def network():
    return Transformer(
        vocabulary, 16, width=48, heads=4, seed=0, dtype=torch.float32
    )


options = {"rate": 0.004, "cache_dir": "build/kept"}
trained = network()
plain = Stream.documents(training, before=0, stop=1)
fit_stream(plain, Causal(trained), steps=250, seed=0, **options)
paths = {}
for name, unscored in (("masked", 7), ("scored", 0)):
    tuned = network()
    tuned.load_state_dict(trained.state_dict())
    examples = replace(tasks(training), unscored=unscored)
    paths[name] = [costs(tuned)]
    for turn in range(12):
        fit_stream(examples, Causal(tuned), steps=20, seed=turn, **options)
        paths[name].append(costs(tuned))

figure, panels = plt.subplots(
    2, figsize=(5, 4.4), sharex=True, layout="constrained"
)
steps = [20 * turn for turn in range(13)]
styles = {"masked": "C5s--", "scored": "C0o-"}
for part, (axes, title) in enumerate(zip(panels, ("a prompt", "an answer"))):
    for name, path in paths.items():
        values = [cost[part] for cost in path]
        label = f"tuned with the prompt {name}"
        axes.plot(steps, values, styles[name], label=label, markersize=4)
    uniform = 6 * log(len(vocabulary)) if part == 0 else None
    if uniform:
        axes.axhline(uniform, color="C1", linestyle=":")
        axes.text(0, uniform - 1.8, "six uniform words")
    axes.set_title(f"cost of {title}, nats", loc="left", fontsize="medium")
    axes.spines[["top", "right"]].set_visible(False)
panels[1].set_xlabel("steps of tuning")
figure.legend(
    *panels[0].get_legend_handles_labels(), loc="outside lower center"
)
plt.show()
