# ruff: noqa: E501 (a row of the table is one broken input)
"""Accepting: one statement or figure at a time, with both of its sides printed, and only when its program passes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lockstep.accept import accept
from lockstep.book.settings import load_settings
from lockstep.ledger.lock import Entry, enter, read_lock
from lockstep.problem import BookError, Problem

Replace = Callable[[str, str, str], None]
Problems = Callable[[], tuple[Problem, ...]]

LOCK = "snippets/ledger.lock"
ODD, TWIN = "snippets/odd_sum.py", "snippets/twin_primes.py"
SQUARES, PRIMES = "docs/chapters/squares.md", "docs/chapters/primes.md"
MULTIPLE = "assert all((low + 1) % 6 == 0 for low, high in pairs[1:])"


def test_accepting_prints_both_sides_and_nothing_of_the_others(
    squares: Path, problems: Problems, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (squares / LOCK).read_text("utf-8")
    (squares / LOCK).unlink()
    assert accept(squares, "twin-primes") == 0
    said = capsys.readouterr().out
    for each in (
        "Claim 2.1, Twin primes",
        "Below two hundred",
        "the pages say\n    Primes\n    There are `{python} twin_primes.table['count']` of them.\n",
        f"{TWIN} ran, passed, and asserts",
        "pairs[0] == (3, 5)",
    ):
        assert each in said
    assert "odd" not in said
    figure, odd = sorted(problem.what for problem in problems())
    assert "'fig-squares'" in figure
    assert "'odd-sum'" in odd
    accept(squares, "fig-squares")
    accept(squares, "odd-sum")
    assert (squares / LOCK).read_text("utf-8") == before


def test_a_row_of_a_table_is_printed_below_its_head(
    squares: Path, replace: Replace, capsys: pytest.CaptureFixture[str]
) -> None:
    value = "`{python} twin_primes.table['count']`"
    table = f"| Below | Pairs |\n| --- | --- |\n| two hundred | {value} |\n| anything | {value} |\n"
    replace(PRIMES, "They differ", f"\n{table}\nThey differ")
    assert accept(squares, "twin-primes") == 0
    said = capsys.readouterr().out.split("the pages say\n")[1].split("\n\n")[0]
    assert [line.strip() for line in said.splitlines()] == [
        "Primes",
        f"There are {value} of them.",
        "| Below | Pairs |",
        f"| two hundred | {value} |",
        f"| anything | {value} |",
    ]


def test_accepting_a_figure_prints_its_caption_and_its_alternative_text(
    squares: Path, replace: Replace, capsys: pytest.CaptureFixture[str]
) -> None:
    replace(SQUARES, "lie on a parabola", "form a parabola")
    replace(SQUARES, "bends upwards", "bends up")
    assert accept(squares, "fig-squares") == 0
    said = capsys.readouterr().out
    for each in (
        "Figure 1.1 (docs/chapters/squares.md:",
        "Its caption says\n    The sums of [@odd-sum] form a parabola.\n",
        "is told\n    A curve that bends up through",
        "snippets/fig_squares.py ran, passed, and asserts\n    nothing: it draws\n",
        "  its caption\n    - The sums of [@odd-sum] lie on",
        "  its alternative text\n    - A curve that bends upwards",
    ):
        assert each in said


def test_accepting_what_has_not_changed_changes_nothing(squares: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (squares / LOCK).stat().st_mtime_ns
    assert accept(squares, "odd-sum") == 0
    assert "Nothing has changed" in capsys.readouterr().out
    assert (squares / LOCK).stat().st_mtime_ns == before


#: name: file, old text, new text, words of the reason.
REFUSED = {
    "a program that fails": (TWIN, "== (3, 5)", "== (3, 7)", "assert (3, 5) == (3, 7)"),
    "a program that warns": (TWIN, "largest = ", "import sys; print('odd', file=sys.stderr); largest = ", "standard error"),
    "a program that is not Python": (TWIN, "largest = ", "largest = = ", "not Python"),
    "a program that asserts nothing": (TWIN, f'assert table["count"] == 15\nassert pairs[0] == (3, 5)\n{MULTIPLE}\n', "", "asserts nothing"),
    "an assertion that is never reached": (TWIN, MULTIPLE, f"def never():\n    {MULTIPLE}", "never reached"),
    "an id that another statement has": (SQUARES, "id: odd-sum", "id: twin-primes", "taken already"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_accepting_is_refused(name: str, squares: Path, replace: Replace) -> None:
    path, old, new, words = REFUSED[name]
    before = (squares / LOCK).read_text("utf-8")
    replace(path, old, new)
    with pytest.raises(BookError, match="1 problem") as refusal:
        accept(squares, "twin-primes")
    assert words in str(refusal.value)
    assert (squares / LOCK).read_text("utf-8") == before


def test_accepting_without_a_program_is_refused(squares: Path) -> None:
    (squares / TWIN).unlink()
    with pytest.raises(BookError, match=r"its program snippets/twin_primes\.py is missing"):
        accept(squares, "twin-primes")


def test_what_is_wrong_elsewhere_does_not_stop_accepting(squares: Path, replace: Replace) -> None:
    replace(ODD, "total == count**2", "total == 7")
    replace(PRIMES, "a multiple of six", "a multiple of three")
    assert accept(squares, "twin-primes") == 0


def test_an_unknown_id_names_those_like_it(squares: Path) -> None:
    command = [sys.executable, "-m", "lockstep", "accept", "twin-prime"]
    said = subprocess.run(command, cwd=squares, capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr == "no statement or figure is called 'twin-prime'; did you mean twin-primes?\n"


def test_what_is_accepted_at_the_same_moment_is_not_lost(squares: Path) -> None:
    settings = load_settings(squares)
    idents = [f"statement-{number}" for number in range(16)]
    with ThreadPoolExecutor() as threads:
        list(threads.map(lambda ident: enter(settings, ident, Entry("claim", ident, ("It holds.",))), idents))
    assert set(idents) <= read_lock(settings).keys()
