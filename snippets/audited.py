"""How often the verdicts of the audit are wrong, where the truth is known."""

import json
from collections import Counter
from pathlib import Path

from firsttoken.audit import Mean, Signs, verdict
from firsttoken.audit.judging import ERRORS, SHARE

kept = json.loads(Path("snippets/audited.json").read_text("utf-8"))

# --8<-- [start:real]
real = kept["smollm2"]
print(real["text"])
# --8<-- [end:real]
starts = {start["name"]: start for start in real["report"]["starts"]}
assert starts["<|im_start|>"]["verdict"] != "beginnings"
assert starts["nothing"]["verdict"] == "undefined"

# --8<-- [start:errors]
cases = kept["cases"]
signs = [
    Signs(**{name: Mean(*each) for name, each in case["signs"].items()})
    for case in cases
]
unknown = "cannot tell"


def judged(errors, seeds):
    """Return what each case of some seeds is, and what the audit finds."""
    return [
        (case["truth"], str(verdict(each, errors)), case)
        for case, each in zip(cases, signs)
        if case["seed"] in seeds
    ]


def wrong(found):
    """Return the cases with another verdict than the truth."""
    return [each for each in found if each[1] not in (each[0], unknown)]


for errors in (2.0, 2.5, 3.0, 4.0):
    found = judged(errors, (0, 1))
    open_ = sum(each[1] == unknown != each[0] for each in found)
    print(f"{errors} errors: {len(wrong(found))} wrong, {open_} left open")
# --8<-- [end:errors]

# --8<-- [start:table]
found = judged(ERRORS, (2, 3, 4))
table = Counter((truth, given) for truth, given, _ in found)
verdicts = ("beginnings", "chunks", "untrained", unknown)
print(f"{'in truth':12}" + "".join(f"{each:>13}" for each in verdicts))
for truth in verdicts:
    row = [table[truth, given] for given in verdicts]
    print(f"{truth:12}" + "".join(f"{count:13}" for count in row))
# --8<-- [end:table]

# --8<-- [start:wrong]
mistakes = Counter(
    (case["network"], case["trained"], case["start"], given)
    for _, given, case in wrong(found)
)
for (network, trained, start, given), count in sorted(mistakes.items()):
    print(f"{count} {network}, {trained}: {start} is called {given}")
# --8<-- [end:wrong]
count, mistaken = len(found), sum(mistakes.values())
assert count == sum(table.values())
assert mistaken < count / 6
knows = sum(table["beginnings", given] for given in verdicts)
assert table["beginnings", "beginnings"] > knows / 2
assert not table["beginnings", "chunks"] + table["beginnings", "untrained"]
assert not table["chunks", "beginnings"]
two, three, four = (judged(errors, (0, 1)) for errors in (2.0, ERRORS, 4.0))
left = [sum(e[1] == unknown != e[0] for e in each) for each in (three, four)]
assert len(wrong(two)) > len(wrong(three))
assert left[1] == 2 * left[0]
share = SHARE
assert 0.5 < share < 1  # of a gain, and most of it
