"""Draw how help texts begin, beside what a random place in them holds."""

from collections import Counter

import matplotlib.pyplot as plt

from firsttoken import topics

corpus = topics()
starts = Counter(document[0] for document in corpus.documents)
anywhere = Counter(corpus.text)
common = [c for c, _ in anywhere.most_common(8)]
first = [c for c, _ in starts.most_common(8) if c not in common]
shown = common + first
names = {" ": "blank", "\n": "new line"}

figure, axes = plt.subplots(figsize=(5, 4), layout="constrained")
rows = range(len(shown))
place = [100 * anywhere[c] / len(corpus.text) for c in shown]
begin = [100 * starts[c] / len(corpus.documents) for c in shown]
axes.hlines(rows, place, begin, color="k", alpha=0.2, linewidth=3)
axes.plot(place, rows, "o", color="C2", label="of all places: implied")
axes.plot(begin, rows, "D", color="C3", label="of the starts of help texts")
axes.set_yticks(rows, [names.get(c, c) for c in shown])
axes.invert_yaxis()
axes.set_xlim(left=-0.7)
axes.set_xlabel("share, per cent")
axes.spines[["top", "right"]].set_visible(False)
axes.legend(frameon=False, loc="lower right")
plt.show()
