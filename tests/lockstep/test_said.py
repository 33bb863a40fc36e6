# ruff: noqa: E501 (a row of the table is one change of a table)
"""What is said with a number: in a table its head and its row, and the sentence that a displayed formula ends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lockstep.accept import accept
from lockstep.problem import Problem

Replace = Callable[[str, str, str], None]
Problems = Callable[[], tuple[Problem, ...]]

SQUARES, PRIMES = "docs/chapters/squares.md", "docs/chapters/primes.md"
COUNT, SHARE = "`{python} twin_primes.table['count']`", "`{python} twin_primes.table['share']:.3f`"
TABLE = f"""
| Of them | Pairs | Share |
| ------- | ----: | ----: |
| all     | {COUNT} | {SHARE} |
| small   | {SHARE} | {COUNT} |
| none    | words | words |

They differ"""

#: name: old text, new text, and each line that the problem shows.
CHANGES = {
    "swapped heads": ("| Pairs | Share |", "| Share | Pairs |", ["- | Of them | Pairs | Share |", "+ | Of them | Share | Pairs |"]),
    "another name of a row": ("| small ", "| large ", [f"- | small | {SHARE} | {COUNT} |", f"+ | large | {SHARE} | {COUNT} |"]),
    "values swapped in a row": (f"| all     | {COUNT} | {SHARE} |", f"| all | {SHARE} | {COUNT} |", [f"- | all | {COUNT} | {SHARE} |", f"+ | all | {SHARE} | {COUNT} |"]),
    "values swapped between rows": (
        f"{COUNT} | {SHARE} |\n| small   | {SHARE} | {COUNT}",
        f"{SHARE} | {SHARE} |\n| small   | {COUNT} | {COUNT}",
        [f"- | all | {COUNT} | {SHARE} |", f"- | small | {SHARE} | {COUNT} |", f"+ | all | {SHARE} | {SHARE} |", f"+ | small | {COUNT} | {COUNT} |"],
    ),
    "a row without a number": ("| none    | words | words |", "| nothing | said | said |", []),
    "wider columns": ("| Of them | Pairs | Share |\n| -------", "|  Of  them  |  Pairs  |  Share  |\n| --------", []),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_a_number_in_a_table_is_said_by_its_head_and_its_row(
    name: str, squares: Path, replace: Replace, problems: Problems
) -> None:
    old, new, lines = CHANGES[name]
    replace(PRIMES, "They differ", TABLE)
    accept(squares, "twin-primes")
    assert problems() == ()
    replace(PRIMES, old, new)
    found = problems()
    assert [problem.path for problem in found] == [PRIMES][: len(lines)]
    assert sorted(line.strip() for problem in found for line in problem.what.splitlines()[1:]) == sorted(lines)


LEAD = "The sum, in metres, is"
DISPLAYED = f"{LEAD}\n\n$$\n\\py{{odd_sum.total}} .\n$$\n\n/// proposition"


@pytest.mark.parametrize(
    ("old", "new"), [("in metres", "in miles"), ("$$\n\\py{odd_sum.total} .", "$$\n- \\py{odd_sum.total} .")]
)
def test_a_displayed_formula_is_said_with_what_leads_to_it(
    old: str, new: str, squares: Path, replace: Replace, problems: Problems
) -> None:
    replace(SQUARES, "/// proposition", DISPLAYED)
    accept(squares, "odd-sum")
    assert problems() == ()
    replace(SQUARES, old, new)
    [problem] = problems()
    assert f"- {LEAD} $$ \\py{{odd_sum.total}} . $$\n" in problem.what
    assert (
        f"+ {LEAD} $$ \\py{{odd_sum.total}} . $$\n".replace(old.removeprefix("$$\n"), new.removeprefix("$$\n"))
        in f"{problem.what}\n"
    )


def test_a_sentence_that_has_ended_does_not_lead_to_a_formula(
    squares: Path, replace: Replace, problems: Problems
) -> None:
    replace(SQUARES, "/// proposition", DISPLAYED.replace(LEAD, f"{LEAD} known."))
    accept(squares, "odd-sum")
    replace(SQUARES, LEAD, "The sum is")
    assert problems() == ()
