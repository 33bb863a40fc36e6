"""Draw how often words occur, and how often they come first in two cuts."""

import re
from collections import Counter

import matplotlib.pyplot as plt

from firsttoken import split_words, topics

corpus = topics()
text = corpus.text.lower()
everywhere = Counter(split_words(text))
sentences = Counter(split_words(each.lower())[0] for each in corpus.sentences)
after_comma = Counter(
    split_words(each)[0] for each in re.split(r"(?<=,)\s+", text)
)

shown = ["is", "of", "and", "to", "in", "a", "for", "if", "this", ","]
rows = range(len(shown))


def shares(counts):
    """Return the share of each word that is shown, in per cent."""
    return [100 * counts[word] / counts.total() for word in shown]


figure, axes = plt.subplots(figsize=(5, 4.2), layout="constrained")
axes.hlines(
    rows, shares(everywhere), shares(sentences), color="k", alpha=0.2, lw=3
)
axes.plot(shares(everywhere), rows, "o", color="C2", label="of all words")
axes.plot(shares(sentences), rows, "D", color="C3", label="first in a sentence")
axes.plot(
    shares(after_comma), rows, "x", color="k", label="first after a comma"
)
axes.set_yticks(rows, [{",": "comma  ,"}.get(word, word) for word in shown])
axes.invert_yaxis()
axes.set_xlabel("share, per cent")
axes.set_xlim(left=-0.5)
axes.spines[["top", "right"]].set_visible(False)
axes.legend(frameon=False, loc="upper right", bbox_to_anchor=(1, 0.72))
plt.show()
