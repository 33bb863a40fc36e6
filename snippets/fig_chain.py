"""Draw the mass of KITTEN as it flows from the empty prefix to sentences."""

import matplotlib.pyplot as plt
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from firsttoken import kitten

world = kitten()
words = list(world.vocabulary)
model, mode = world.causal(), ["She", "loves", "smol", "kittens"]
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
names = ["nothing", "1 word", "2 words", "3 words", "4 words"]
axes.set_xticks(depths, names)
axes.set_yticks([])
axes.tick_params(length=0)
axes.spines[:].set_visible(False)
plt.show()
