# %% [markdown]
# # What a masked prompt forgets
#
# A model that was trained on text is tuned to answer. The loss counts the answer only, and the prompt is masked: read,
# and not scored. This lab watches both parts while that happens. The answers get better. What the model knows about
# prompts is no longer anybody's concern, and it drifts.
#
# This is a notebook. It imports the library `firsttoken`, which `programs.zip` holds with all programs: unpack it, put
# the notebook beside them, and open it there in Jupyter. [Run it](../../run/) has the archive and what to install.

# %% [markdown]
# ## A model of beginnings
#
# The texts are the first six words of sentences from the help text that every Python carries, each used once, however
# often it occurs. A small network with a start symbol is trained on every other one. Words that are rare in those
# become one word, `<?>`.

# %%
from dataclasses import replace
from math import log

import matplotlib.pyplot as plt
import torch

import firsttoken
from firsttoken import Causal, Stream, Transformer

torch.manual_seed(0)
torch.set_num_threads(1)
BOS, EOS, ASK, UNK = "<s>", "</s>", "<ask>", "<?>"
options = {"frequent": 300, "special": [BOS, EOS, ASK], "unk": UNK}
vocabulary, training, held_out = firsttoken.split_sentences(
    firsttoken.topics(), shortest=6, longest=6, cut=True, **options
)
bos, eos, ask = (vocabulary.index_of(symbol) for symbol in (BOS, EOS, ASK))
print(f"{len(training)} texts to train on, {len(held_out)} to measure on")


# %%
def network():
    """A new network, the same each time."""
    return Transformer(vocabulary, 16, width=48, heads=4, dtype=torch.float32)


trained = network()
stream = Stream.documents(training, before=bos, stop=eos)
options = {"rate": 0.004, "cache_dir": "build/kept"}
losses = firsttoken.fit_stream(stream, Causal(trained), steps=250, **options)
print(f"loss of a word: {losses[:20].mean():.2f} → {losses[-20:].mean():.2f}")

# %% [markdown]
# ## A task
#
# The prompt is a text and a sign that asks. The answer is the same six words in reverse. It says nothing new about
# which prompts there are.


# %%
def tasks(some):
    """A prompt, the sign that asks, and the answer, between start and end."""
    rows = [[*text, ask, *reversed(text)] for text in some]
    return Stream.documents(rows, before=bos, stop=eos)


examples, measured = tasks(training), tasks(held_out).rows()
print(vocabulary.decode(measured.inputs[1]))

PROMPT, ANSWER = slice(0, 6), slice(7, 14)  # the sign between them is neither


def costs(model):
    """The cost of each token after the first, over the texts held out."""
    with torch.no_grad():
        laws = model.log_laws(measured.inputs)
    return -laws.gather(-1, measured.targets[..., None])[..., 0]


def parts(model):
    """What each prompt costs, and each answer, in nats."""
    each = costs(model)
    return each[:, PROMPT].sum(dim=1), each[:, ANSWER].sum(dim=1)


# %% [markdown]
# ## Tuned with the prompt masked, and without the mask
#
# Both begin with the trained weights and see the same rows in the same order, in rounds of twenty steps. One is scored
# on the answer: the first seven targets of each row, the prompt and the sign, are unscored. The other is scored on all
# of it.


# %%
def tune(unscored):
    """Return the tuned network, and what prompts and answers cost on the way."""
    model = network()
    model.load_state_dict(trained.state_dict())
    stream = replace(examples, unscored=unscored)
    seen = [[0, *(part.mean().item() for part in parts(model))]]
    for turn in range(12):
        more = {"steps": 20, "seed": turn}
        firsttoken.fit_stream(stream, Causal(model), **more, **options)
        prompt, answer = (part.mean().item() for part in parts(model))
        seen.append([20 * (turn + 1), prompt, answer])
    return model, seen


masked, on_answers = tune(unscored=7)
whole, on_all = tune(unscored=0)
print("| steps | prompt, masked | answer | prompt, scored | answer |")
print("| ----: | -------------: | -----: | -------------: | -----: |")
for (step, *one), (_, *other) in zip(on_answers, on_all, strict=True):
    print(f"| {step} | " + " | ".join(f"{c:.2f}" for c in one + other) + " |")

# %%
figure, axes = plt.subplots(figsize=(5.4, 4.2), layout="constrained")
for seen, color, style, name in (
    (on_answers, "C5", "--", "masked"),
    (on_all, "C0", "-", "scored"),
):
    steps, prompts, answers = zip(*seen, strict=True)
    axes.plot(steps, prompts, f"{color}o{style}", label=f"the prompt, {name}")
    axes.plot(
        steps, answers, f"{color}s{style}", label=f"the answer, prompt {name}"
    )
uniform = 6 * log(len(vocabulary))
axes.axhline(uniform, color="C1", linestyle=":", label="six uniform words")
axes.set_ylim(0)
axes.set_xlabel("steps of tuning")
axes.set_ylabel("cost of a text, nats")
figure.legend(loc="outside lower center", ncols=2, frameon=False)
figure.set_label(
    "Lines over the steps of tuning. The cost of an answer falls with and "
    "without the mask, faster with it. The cost of a prompt rises by about a "
    "nat while it is scored, and step by step while it is masked, up to the "
    "dotted line of the uniform law and a little past it."
)
figure.suptitle("What is masked is forgotten; what is scored is kept.")
plt.show()

# %% [markdown]
# The dotted line is what six words cost if every word is as likely as any other. The masked network learns the answers
# faster, since its whole loss is about them. It pays with the prompts. In the end a prompt costs it more than six
# words do under the uniform law.

# %% [markdown]
# ## Where it is lost
#
# The difference between the two networks on each text, with the standard error of the mean over texts, in nats:

# %%
print("| part   | masked costs more, nats |")
print("| ------ | ----------------------: |")
pairs = zip(parts(masked), parts(whole), strict=True)
for name, (one, other) in zip(("prompt", "answer"), pairs, strict=True):
    gap = (one - other).double()
    error = (gap.std() / len(gap) ** 0.5).item()
    print(f"| {name} | {gap.mean():+.2f} ± {error:.2f} |")

print("\n| network             | cost of the first word, nats |")
print("| ------------------- | ---------------------------: |")
networks = {"trained": trained, "tuned, prompt scored": whole}
networks["tuned, prompt masked"] = masked
for name, model in networks.items():
    cost = costs(model)[:, 0]
    error = (cost.std() / len(cost) ** 0.5).item()
    print(f"| {name} | {cost.mean():.2f} ± {error:.2f} |")

# %% [markdown]
# The first word is among what is lost. It was known after training, and nothing in the loss of the answers keeps it.
#
# ## What each now writes from nothing
#
# Four texts from the start symbol, by the network as it was trained, then tuned with the prompt scored, then tuned with
# the prompt masked:

# %%
print("| network             | writes |")
print("| ------------------- | ------ |")
for name, model in networks.items():
    law = Causal(model, before=BOS, excluded=[BOS]).given("", horizon=6)
    torch.manual_seed(2)
    for number, sample in enumerate(law.sample((4,))):
        said = name if number == 0 else ""
        print(f"| {said} | {vocabulary.decode(sample)} |")

# %% [markdown]
# A network that is only ever asked for answers is none the worse for that. But what its tuning identifies is a law of
# answers given prompts, and no law of prompts. Whoever asks it how likely a prompt is, or lets it write one, gets what
# happened to be left. In the essay, [this is a theorem](../../essay/guises/#prompt-masking), and [the drift is a
# claim](../../essay/guises/#forgotten-prompts) that was tried with five seeds.
#
# This is one network, one seed and one task. How far the prompts drift depends on the task, the rate and the number of
# steps, and on what the parameters share. That nothing in the loss holds them depends on none of this.
