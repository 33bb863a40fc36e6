"""Draw the mass of KITTEN as it flows from the empty prefix to sentences."""

import math

import matplotlib.pyplot as plt
import torch
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from torch.distributions import Categorical

from firsttoken import cross_entropy, kitten, kl, tv

world = kitten()
words = list(world.vocabulary)
model, mode = world.causal(), ["She", "loves", "smol", "kittens"]
columns = ["nothing", "1 word", "2 words", "3 words", "4 words"]
gap, node, step = 0.012, 0.055, 1.0


def grow(prefix, mass):
    """Return a prefix, its mass, and the prefixes that follow it."""
    if len(prefix) == 4:
        return prefix, mass, []
    law = model.given(" ".join(prefix), horizon=1).log_probs().exp().tolist()
    parts = [grow([*prefix, w], mass * p) for w, p in zip(words, law) if p > 0]
    return prefix, mass, parts


def height(tree):
    """Return how much room a prefix needs: its mass, and gaps between."""
    if not tree[2]:
        return tree[1]
    room = sum(height(part) for part in tree[2])
    return room + gap * (len(tree[2]) - 1)


def ribbon(axes, left, right, low, high, width, colour, alpha):
    """Draw a band of one width from a node to the next."""
    middle = (left + right) / 2
    points = [(left, low), (middle, low), (middle, high), (right, high)]
    points += [(x, y + width) for x, y in reversed(points)]
    points.append(points[0])
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO]
    codes += [*[Path.CURVE4] * 3, Path.CLOSEPOLY]
    path = Path(points, codes)
    patch = PathPatch(path, facecolor=colour, alpha=alpha, linewidth=0)
    axes.add_patch(patch)


def draw(axes, tree, top):
    """Draw a prefix and all that follow it, from the top down."""
    prefix, mass, parts = tree
    left = len(prefix) * step
    middle = top - height(tree) / 2
    out = middle + mass / 2  # where the next ribbon leaves
    for part in parts:
        (word, share), room = (part[0][-1], part[1]), height(part)
        colour = "C0" if prefix else "C5"
        chosen = part[0] == mode[: len(part[0])]
        enters = top - room / 2 - share / 2
        ends = (left + node, left + step)
        alpha = 0.6 if chosen else 0.25
        out -= share
        ribbon(axes, *ends, out, enters, share, colour, alpha)
        box = Rectangle((left + step, enters), node, share, color=colour)
        axes.add_patch(box)
        if share > 0.05:
            spot = (left + step - 0.05, enters + share / 2)
            axes.annotate(word, spot, ha="right", va="center")
        draw(axes, part, top)
        top -= room + gap


figure, axes = plt.subplots(figsize=(5, 4.4), layout="constrained")
tree = grow([], 1.0)
draw(axes, tree, height(tree))
base = (height(tree) - 1) / 2
axes.add_patch(Rectangle((0, base), node, 1, color="C5"))
axes.set_xlim(-0.3, 4.35)
axes.set_ylim(-0.01, height(tree) + 0.01)
depths = [step * depth + node / 2 for depth in range(5)]
axes.set_xticks(depths, columns)
axes.set_yticks([])
axes.tick_params(length=0)
axes.spines[:].set_visible(False)
plt.show()

# What the page moves: the first law. The conditionals stay.
first = world.first().probs
support = world.enumerate_support()
probs = dict(zip(map(world.vocabulary.decode, support), world.probs.flatten()))
true = {sentence: p.item() for sentence, p in probs.items() if p > 0}
rest = {x: p / first[words.index(x.split()[0])].item() for x, p in true.items()}


def behind(law):
    """Return what KITTEN's conditionals give behind a first law."""
    repaired = model.with_first(Categorical(law))
    said = repaired.given("", horizon=4)
    one = said.log_prob(said.encode(" ".join(mode)))
    return {
        "law": law.tolist(),
        "mass": law.sum().item(),
        "excess": kl(Categorical(first), Categorical(law)).item(),
        "variation": tv(Categorical(first), Categorical(law)).item(),
        "impossible": law[first == 0].sum().item(),
        "sentence": one.exp().item(),
        "loss": cross_entropy(world, repaired, scored=[2, 3, 4]).item(),
    }


anywhere = sum(world.marginal(t).log_probs().exp() for t in (1, 2, 3, 4)) / 4
even = torch.full_like(first, 1 / len(words))
moves = {
    "words": words,
    "columns": columns,
    "own": behind(first),
    "even": behind(even),
    "anywhere": behind(anywhere),
    "rest": rest,
}

# The same numbers from the sentences, one by one.
for name in ("own", "even", "anywhere"):
    told = moves[name]
    share = dict(zip(moves["words"], told["law"]))
    product = {x: share[x.split()[0]] * p for x, p in moves["rest"].items()}
    pairs = [(true[x], product[x]) for x in true]
    excess = sum(p * math.log(p / q) for p, q in pairs)
    outside = 1 - sum(product.values())
    apart = (sum(abs(p - q) for p, q in pairs) + outside) / 2
    loss = -sum(p * math.log(rest[x]) for x, p in true.items())
    assert abs(told["mass"] - sum(share.values())) < 1e-12
    assert abs(told["excess"] - excess) < 1e-12
    assert abs(told["variation"] - apart) < 1e-12
    assert abs(told["impossible"] - outside) < 1e-12
    assert abs(told["sentence"] - product[" ".join(mode)]) < 1e-12
    assert abs(told["loss"] - loss) < 1e-12
