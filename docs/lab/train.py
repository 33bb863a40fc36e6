# %% [markdown]
# # Train it yourself
#
# One small network, the same sentences, five ways to cut them into rows. What does each way teach about one question:
# how does a sentence begin? This lab trains all five and asks each of them, and then hands each of them a first law
# from outside.
#
# This is a notebook. It imports the library `firsttoken`, which `programs.zip` holds with all programs: unpack it, put
# the notebook beside them, and open it there in Jupyter. [Run it](../../run/) has the archive and what to install.

# %% [markdown]
# ## The sentences
#
# TOPICS is the help text that every Python carries. The units here are its sentences, if they are not too long. Words
# that are rare become one word, `<?>`, so that the networks can be small. Help texts repeat themselves: a sentence that
# occurs more than once is used once. Every other one is kept away from training, to measure on, and the words are
# chosen without it.

# %%
from math import log
from textwrap import shorten

import matplotlib.pyplot as plt
import torch
from torch.distributions import Categorical

import firsttoken
from firsttoken import Causal, FirstTokenUndefined, Stream, Transformer

torch.manual_seed(0)
torch.set_num_threads(1)
BOS, EOS, UNK = "<s>", "</s>", "<?>"
options = {"frequent": 500, "special": [BOS, EOS], "unk": UNK}
vocabulary, training, held_out = firsttoken.split_sentences(
    firsttoken.topics(), shortest=3, longest=20, **options
)
bos, eos = vocabulary.index_of(BOS), vocabulary.index_of(EOS)
print(f"{len(training)} sentences to train on, {len(held_out)} to measure on")
print(f"{len(vocabulary)} symbols, {sum(map(len, training))} words")

# %% [markdown]
# ## Five ways to cut
#
# The first puts a start symbol before each sentence and scores the first word. The second is the same rows without
# it, so that the first word is read and never predicted. The third packs all sentences into one stream with an end
# symbol between them, and cuts it into rows wherever a row is full. The fourth draws windows of that stream at random.
# The fifth draws windows too, and puts the start symbol before each, wherever it was cut.

# %%
LENGTH = 20
alone = Stream.documents(training, before=bos, stop=eos)
streams = {
    "start symbol": alone,
    "no start": Stream(alone.tokens, alone.starts + 1, alone.ends),
    "packed": Stream.packed(training, separator=eos, length=LENGTH),
    "crops": Stream.crops(training, length=LENGTH, separator=eos),
    "start of crop": Stream.chunks(
        training, before=bos, length=LENGTH, separator=eos
    ),
}
print("| cut           | rows | one of them begins |")
print("| ------------- | ---: | ------------------ |")
for name, stream in streams.items():
    batch = stream.rows(torch.tensor([7]))
    row = batch.inputs[0, : int(batch.scored.sum())]
    print(f"| {name} | {len(stream)} | {vocabulary.decode(row[:9])} … |")

# %% [markdown]
# Each network starts with the same weights. What was trained once is kept in a folder, for the next run and for the
# programs of the essay that ask for the same training.

# %%
print("| network       | loss of a word at first | at the end, nats |")
print("| ------------- | ----------------------: | ---------------: |")
models = {}
for name, stream in streams.items():
    model = Transformer(vocabulary, 24, width=48, heads=4, dtype=torch.float32)
    options = {"steps": 250, "rate": 0.004, "cache_dir": "build/kept"}
    losses = firsttoken.fit_stream(stream, Causal(model), **options)
    models[name] = model
    before, after = losses[:20].mean(), losses[-20:].mean()
    print(f"| {name} | {before:.2f} | {after:.2f} |")

# %% [markdown]
# ## What each says about how a sentence begins
#
# A model is asked at the symbol that its training put before a sentence. The second has no such symbol. Asked for
# what it would write from nothing, the library says so:

# %%
try:
    Causal(models["no start"], stop=EOS).given("", horizon=1)
except FirstTokenUndefined as error:
    print(str(error)[:78] + " …")

# %% [markdown]
# Its vocabulary does have the start symbol, and its network answers when asked there, though no training ever read
# it. That answer is listed too, as *untrained*.

# %%
asked = {
    "start symbol": ("start symbol", BOS),
    "untrained": ("no start", BOS),
    "packed": ("packed", EOS),
    "crops": ("crops", EOS),
    "start of crop": ("start of crop", BOS),
}
print("| network       | the likeliest first words, with probability |")
print("| ------------- | ------------------------------------------- |")
causal, firsts = {}, {}
for name, (model, start) in asked.items():
    ends = {"before": start, "stop": EOS, "excluded": [BOS]}
    causal[name] = Causal(models[model], **ends)
    firsts[name] = causal[name].given("", horizon=1).log_probs().exp()
    top = firsts[name].topk(6).indices.tolist()
    likely = ", ".join(f"{vocabulary[i]} {firsts[name][i]:.2f}" for i in top)
    print(f"| {name} | {likely} |")

# %% [markdown]
# ## First laws from outside
#
# Three more, which need no network to read a start symbol. One is uniform. One counts the first words of the sentences
# trained on. One is stationary: the law that the second position of the network of crops implies, as in
# [the factor implied by the others](../../essay/implied/), of words alone.

# %%
counts = torch.zeros(len(vocabulary), dtype=torch.float64)
for document in training:
    counts[document[0]] += 1
inside = Causal(models["crops"], excluded=[BOS])
step = inside.given(vocabulary[1:], horizon=1).log_probs().double().exp()
step = step.T[:, 1:]
anywhere = firsttoken.stationary_law(step / step.sum(dim=1, keepdim=True))
outside = {
    "uniform": torch.ones_like(counts),
    "counted": counts + 1 / len(vocabulary),
    "stationary": torch.cat([torch.full((2,), 1e-9), anywhere[1:]]),
}
outside = {name: law / law.sum() for name, law in outside.items()}

# %% [markdown]
# What each costs on the first words of the sentences held out, in nats a sentence, with the standard error of the
# mean over sentences:

# %%
starts = torch.tensor([document[0] for document in held_out])


def mean_and_error(costs):
    return costs.mean().item(), (costs.std() / len(costs) ** 0.5).item()


price = {
    name: mean_and_error(-law[starts].log())
    for name, law in {**firsts, **outside}.items()
}
print("| first law     | cost, nats |")
print("| ------------- | ---------: |")
for name, (mean, error) in sorted(price.items(), key=lambda item: item[1][0]):
    print(f"| {name} | {mean:.2f} ± {error:.2f} |")

# %%
order = sorted(price, key=lambda name: price[name][0])
figure, axes = plt.subplots(figsize=(5.4, 3.4))
colours = {"uniform": "C1", "stationary": "C2", "counted": "C3"}
for place, name in enumerate(order):
    colour = colours.get(name, "C4")  # the colour of a start
    hatch = "" if name in firsts else "///"
    mean, error = price[name]
    axes.barh(place, mean, xerr=error, capsize=3, color=colour, hatch=hatch)
axes.axvline(log(len(vocabulary)), color="C1", linestyle="--")
axes.set_yticks(range(len(order)), order)
axes.invert_yaxis()
axes.set_xlabel("cost of the first word, nats")
figure.set_label(
    "Bars, cheapest first: what each first law costs on sentences held out. "
    "The trained start symbol, the crops, the counted law and the packed "
    "stream are the cheapest, the stationary law and the start of any crop "
    "cost more, and the uniform law and the untrained symbol cost most. "
    "A dashed line marks the uniform law."
)
figure.suptitle(
    "Networks shown how sentences begin do about as well as counting."
)
plt.show()

# %% [markdown]
# Plain bars are what a network says at its own start, hatched ones are laws from outside, and the dashed line is the
# uniform law. Where training showed the network how sentences begin, with a start symbol or with the end of the
# sentence before, it is about as good as counting, and needs no table. Where training put the start symbol before any
# window, the network learned how windows begin, and that is how a word anywhere is distributed. The stationary law says
# the same from the crops, without any start symbol, and it is about as far from how a sentence begins. The symbol that
# nobody trained is worth no more than knowing nothing. The essay states [what training makes of a
# start](../../essay/empty-context/#text-starts), and [the two answers of one
# network](../../essay/implied/#two-answers), as claims that were tried with five seeds.
#
# This is one corpus, cut in two in one way, and one seed for each network. The errors are those of the mean over
# sentences, which are not independent: sentences of one help text resemble each other.

# %% [markdown]
# ## The whole sentence
#
# The first law is one factor. The others come from the network, and are the same whichever law pays for the first word.
# So each sum below is the cost of the rest of a sentence, plus that of its first word from the list above.


# %%
def rest(model, start):
    """The cost of each held-out sentence after its first word."""
    symbol = bos if start is None else vocabulary.index_of(start)
    stream = Stream.documents(held_out, before=symbol, stop=eos)
    if start is None:
        stream = Stream(stream.tokens, stream.starts + 1, stream.ends)
    batch = stream.rows()
    with torch.no_grad():
        laws = models[model].log_laws(batch.inputs)
    costs = -laws.gather(-1, batch.targets[..., None])[..., 0]
    later = costs.masked_fill(~batch.scored, 0.0)
    return later.sum(dim=1) if start is None else later[:, 1:].sum(dim=1)


print("| network       | the rest | + own | + counted | + uniform |")
print("| ------------- | -------: | ----: | --------: | --------: |")
for name, (model, start) in {"no start": ("no start", None), **asked}.items():
    mean, error = mean_and_error(rest(model, start))
    own = f"{mean + price[name][0]:.2f}" if name in price else "none"
    sums = (f"{mean + price[law][0]:.2f}" for law in ("counted", "uniform"))
    print(
        f"| {name} | {mean:.2f} ± {error:.2f} | {own}",
        *sums,
        sep=" | ",
        end=" |\n",
    )

# %% [markdown]
# The network without a start is a good one. It lacks a factor, and with the counted one it is about as cheap as the
# network with a start symbol. Behind the untrained symbol the first word and the later words both cost more. For the
# later words two things are new to the network: the symbol, and that each word is read one place further on than in
# training. [A smaller network](../../essay/measure/#prefix-token) tells them apart, and there it is mostly the move.
# The other differences have little to do with starts. The packed rows are few and
# always the same, and the crops are many and all different, so that the crops teach more about other sentences, though
# they cost more in training.

# %% [markdown]
# ## Side by side
#
# The beginnings of sentences, written by each. The last three are by the network without a start, behind the counted
# law. Small networks write badly in the middle as well; what to look at is where they begin.

# %%
print("| network       | writes |")
print("| ------------- | ------ |")
bare = Causal(models["no start"], stop=EOS, excluded=[BOS])
causal["counted"] = bare.with_first(Categorical(outside["counted"]))
for name, model in causal.items():
    torch.manual_seed(3)
    for number, sample in enumerate(model.given("", horizon=12).sample((3,))):
        written = vocabulary.decode(sample).split(f" {EOS}")[0]
        written = shorten(written, 64, placeholder=" …")
        print(f"| {name if number == 0 else ''} | {written} |")
