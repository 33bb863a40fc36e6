"""Draw which ids are read only, and which are scored, in four rows."""

from dataclasses import replace

import matplotlib.pyplot as plt

from firsttoken import Stream

text, bos, eos = [0, 1, 2, 3], 4, 5
names = ["She", "loves", "smol", "kittens", "BOS", "EOS"]
once = Stream.documents([text], before=bos, stop=eos)
rows = {
    "BOS once, before the text": once,
    "no BOS: the first word is read only": Stream(
        once.tokens, once.starts + 1, once.ends
    ),
    "BOS twice: the second is a target too": Stream.documents(
        [[bos, *text]], before=bos, stop=eos
    ),
    "the first two words masked, as a prompt is": replace(once, unscored=2),
}

figure, axes = plt.subplots(figsize=(5, 3.2), layout="constrained")
for line, (title, stream) in enumerate(rows.items()):
    axes.text(0, 1.9 * line - 0.62, title)
    batch = stream.rows()
    symbols = [batch.inputs[0, 0].item(), *batch.targets[0].tolist()]
    scored = [False, *batch.scored[0].tolist()]
    for place, (symbol, loss) in enumerate(zip(symbols, scored, strict=True)):
        color = "C5" if symbol == text[0] else "C0"
        color = "C4" if symbol in (bos, eos) else color
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
        middle = {"ha": "center", "va": "center", "fontsize": 10}
        axes.text(place + 0.46, 1.9 * line, names[symbol], **middle)
axes.set_xlim(-0.1, 7.1)
axes.set_ylim(6.3, -1.2)
axes.axis("off")
plt.show()
