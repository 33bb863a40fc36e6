"""Draw how often words occur, and how often they start a sentence."""

from collections import Counter

import matplotlib.pyplot as plt
from firsttoken import topics, words

corpus = topics()
everywhere = Counter(words(corpus.text))
starts = Counter(words(sentence)[0] for sentence in corpus.sentences)

prose = [
    word
    for word, _ in everywhere.most_common()
    if word.isalpha() or word in ",."
]
starters = [
    word
    for word, _ in starts.most_common()
    if word.isalpha() and word not in prose[:10]
]
shown = prose[:10] + starters[:3]
rows = range(len(shown))
anywhere = [100 * everywhere[word] / everywhere.total() for word in shown]
first = [100 * starts[word] / starts.total() for word in shown]

figure, axes = plt.subplots(figsize=(5, 4.2), layout="constrained")
axes.hlines(rows, anywhere, first, color="C0", alpha=0.3, linewidth=3)
axes.plot(anywhere, rows, "o", color="C0", label="of all words")
axes.plot(first, rows, "D", color="C1", label="of first words of a sentence")
axes.set_yticks(
    rows,
    labels=[
        {",": "comma  ,", ".": "full stop  ."}.get(word, word) for word in shown
    ],
)
axes.invert_yaxis()
axes.set_xlabel("share, per cent")
axes.set_xlim(left=-0.5)
axes.spines[["top", "right"]].set_visible(False)
axes.legend(frameon=False, loc="upper right")
plt.show()
