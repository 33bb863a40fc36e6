"""Draw what the first token costs SmolLM2 behind eleven beginnings."""

from math import log

import matplotlib.pyplot as plt
import torch

from firsttoken import SmolLM2, topics

model = SmolLM2(cache_dir="build/kept")
texts = [model.encode(text)[0] for text in topics().documents]
firsts = torch.tensor(texts)[:, None]
end, start, stop = "<|endoftext|>", "<|im_start|>", "<|im_end|>"
groups = {
    "one symbol": {
        end: end,
        start: start,
        stop: stop,
        "line break": "\n",
        "two line breaks": "\n\n",
        "blank": " ",
        "“ the”": " the",
    },
    "several": {
        f"{end}, line break": f"{end}\n",
        f"{start}{end}": start + end,
        f"{end}{start}": end + start,
    },
    "opens a turn": {f"{start}user, line break": f"{start}user\n"},
}

figure, axes = plt.subplots(figsize=(5, 4.2), layout="constrained")
place, names = 0, []
for (group, prefixes), style in zip(groups.items(), ("C4o", "ks", "C4D")):
    for name, prefix in prefixes.items():
        ids = torch.tensor(model.encode(prefix)).expand(len(firsts), -1)
        contexts = torch.cat([ids, firsts], dim=1)
        costs = model.costs(contexts)[:, -1].double()
        error = (costs.std() / len(costs) ** 0.5).item()
        label = group if name == next(iter(prefixes)) else None
        axes.errorbar(
            costs.mean().item(), place, xerr=error, fmt=style, label=label
        )
        names.append(name)
        place += 1
    place += 0.5
uniform = log(len(model.vocabulary))
axes.axvline(uniform, color="C1", linestyle="--", label="the uniform law")
ticks = [*range(7), *(7.5 + i for i in range(3)), 11]
axes.set_yticks(ticks, names)
axes.invert_yaxis()
axes.set_xlabel("cost of the first token, nats")
axes.spines[["top", "right"]].set_visible(False)
figure.legend(loc="outside lower center", ncols=2, frameon=False)
plt.show()
