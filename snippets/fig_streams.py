"""Draw three documents, as four ways of training cut them."""

import matplotlib.pyplot as plt
import torch

from firsttoken import Stream

documents = [[0, 1, 2], [3, 4], [5, 6, 7]]
start, stop, separator = 8, 9, 10
names = [*"ABCDEFGH", "⊥", "$", "SEP"]
begins = {document[0] for document in documents}
streams = {
    "a row for each document": Stream.documents(
        documents, before=start, stop=stop
    ),
    "packed with separators": Stream.packed(
        documents, separator=separator, length=11
    ),
    "packed, a window of it": Stream.crops(
        documents, length=5, separator=separator
    ),
    "⊥ before a window, no separators": Stream.chunks(
        documents, before=start, length=5
    ),
}
shown = [[0, 1, 2], [0], [2], [1]]

figure, axes = plt.subplots(figsize=(5, 3.2), layout="constrained")
for line, (title, stream) in enumerate(streams.items()):
    axes.text(0, 1.9 * line - 0.62, title)
    place = 0.0
    for row in shown[line]:
        batch = stream.rows(torch.tensor([row]))
        symbols = [batch.inputs[0, 0].item(), *batch.targets[0].tolist()]
        scored = [False, *batch.scored[0].tolist()]
        width = stream.ends[row] - stream.starts[row]
        length = int(width) + (stream.before is not None)
        for symbol, loss in list(zip(symbols, scored, strict=True))[:length]:
            color = "C5" if symbol in begins else "C0"
            color = "C4" if symbol >= start else color
            box = plt.Rectangle(
                (place, 1.9 * line - 0.4),
                0.92,
                0.8,
                facecolor=color if loss else "none",
                edgecolor=color,
                alpha=0.45 if loss else 1,
                linestyle="-" if loss else ":",
                linewidth=1.5,
            )
            axes.add_patch(box)
            axes.text(
                place + 0.46,
                1.9 * line,
                names[symbol],
                ha="center",
                va="center",
                fontsize=10 if symbol == separator else 11,
                fontweight="bold" if symbol in begins else "normal",
            )
            place += 1
        place += 0.35
axes.set_xlim(-0.2, 14.9)
axes.set_ylim(6.3, -1.2)
axes.axis("off")
plt.show()
