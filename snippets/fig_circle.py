"""Draw a text in a circle, one arrow a letter, and what the arrows imply."""

from collections import Counter
from itertools import pairwise
from math import cos, pi, sin

import matplotlib.pyplot as plt
import torch

from firsttoken import stationary_law

text = "to be or not to be "
letters = sorted(set(text))
moves = Counter(pairwise(text + text[0]))
counts = torch.tensor([[moves[a, b] for b in letters] for a in letters])
chain = counts.double() / counts.sum(dim=1, keepdim=True)
law = stationary_law(chain).tolist()
marked, names = "o", {" ": "␣"}

figure, (ring, bars) = plt.subplots(
    2, figsize=(5, 4.4), height_ratios=(2, 1), layout="constrained"
)
turns = [2 * pi * place / len(text) for place in range(len(text) + 1)]
points = [(sin(turn), cos(turn)) for turn in turns]
for letter, (start, end) in zip(text, pairwise(points)):
    color = "C2" if letter == marked else "k"
    style = {"arrowstyle": "->", "color": color, "shrinkA": 11, "shrinkB": 11}
    ring.annotate("", end, start, arrowprops=style)
    look = {"ha": "center", "va": "center", "fontsize": 13, "color": color}
    ring.text(*start, names.get(letter, letter), **look)
ring.set_aspect("equal")
ring.set_xlim(-1.15, 1.15)
ring.set_ylim(-1.15, 1.15)
ring.axis("off")
colors = ["C2" if letter == marked else "k" for letter in letters]
bars.bar(range(len(letters)), law, color=colors, alpha=0.4)
shares = [text.count(letter) / len(text) for letter in letters]
bars.scatter(range(len(letters)), shares, color=colors, zorder=3)
bars.set_xticks(range(len(letters)), [names.get(a, a) for a in letters])
bars.set_ylabel("share")
bars.spines[["top", "right"]].set_visible(False)
plt.show()
