# ruff: noqa: E501 (a row of the table is one broken input)
"""Reviewing and accepting: both sides are shown, and the ledger follows what a person says."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lockstep.accept import accept, review
from lockstep.book.settings import load_settings
from lockstep.edition import Edition
from lockstep.ledger.lock import Accepted, enter, read_lock
from lockstep.problem import BookError

Replace = Callable[[str, str, str], None]

LOCK = "snippets/ledger.lock"
ODD, TWIN, FIG = "snippets/odd_sum.py", "snippets/twin_primes.py", "snippets/fig_squares.py"
INDEX, SQUARES, PRIMES = "docs/index.md", "docs/chapters/squares.md", "docs/chapters/primes.md"
MULTIPLE = "assert all((low + 1) % 6 == 0 for low, high in pairs[1:])"


def answers(*given: str) -> Callable[[str], str]:
    """Return what a person types, one answer a question; then the keyboard is silent."""
    left = list(given)

    def ask(question: str) -> str:
        print(question)
        if not left:
            raise EOFError
        return left.pop(0)

    return ask


def test_a_renamed_name_is_two_keys(squares: Path, replace: Replace, capsys: pytest.CaptureFixture[str]) -> None:
    replace(ODD, "ratio = total / count", "share = total / count")
    replace(ODD, "assert ratio == count", "assert share == count")
    replace(SQUARES, "odd_sum.ratio:.1f", "odd_sum.share:.1f")
    assert review(squares, answers("y", "y")) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "at a ratio of `{python} [-odd_sum.ratio:.1f`,-] {+odd_sum.share:.1f`,+} as in" in said
    assert f"{INDEX} ({INDEX}:1) says as before" in said
    assert "chapters, about [@odd-sum]" in said, "what it says of the program"
    assert said.count(" - ratio = total / count") == 2
    assert said.count("odd_sum asserts") == 2
    assert Edition.make(squares).problems == ()


def test_no_leaves_it_and_quit_keeps_what_was_said(
    squares: Path, replace: Replace, capsys: pytest.CaptureFixture[str]
) -> None:
    replace(INDEX, "A book", "The book")
    replace(SQUARES, "Add up", "Sum up")
    replace(PRIMES, "There are", "We find")
    assert review(squares, answers("n", "what?", "yes", "quit")) == 1
    assert "2 of 3 sections are not accepted" in capsys.readouterr().out
    assert [each.path for each in Edition.make(squares).problems] == [PRIMES, INDEX]
    assert review(squares, answers("y")) == 1, "an end of input is no yes"
    assert [each.path for each in Edition.make(squares).problems] == [PRIMES]


def test_where_nobody_can_answer_it_prints_and_fails(squares: Path, replace: Replace) -> None:
    command = [sys.executable, "-m", "lockstep", "review"]
    said = subprocess.run(command, cwd=squares, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout) == (0, f"{LOCK} holds every section as it is\n")
    replace(PRIMES, "There are", "We find")
    said = subprocess.run(command, cwd=squares, input="y\n", capture_output=True, text=True, check=False)
    assert said.returncode == 1
    assert "[-There are-] {+We find+}" in said.stdout
    assert "1 of 1 sections are not accepted; on a terminal, this asks" in said.stdout
    assert len(Edition.make(squares).problems) == 1


def test_on_a_terminal_it_asks(squares: Path, replace: Replace) -> None:
    replace(PRIMES, "There are", "We find")
    ours, theirs = pty.openpty()
    os.write(ours, b"y\nq\n")  # a second question is one too many
    command = [sys.executable, "-m", "lockstep", "review"]
    done = subprocess.run(command, cwd=squares, stdin=theirs, capture_output=True, text=True, check=False)
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "[y]es, [n]o, [q]uit:" in done.stdout
    assert Edition.make(squares).problems == ()


def test_what_is_broken_waits(squares: Path, replace: Replace, capsys: pytest.CaptureFixture[str]) -> None:
    replace(PRIMES, "There are", "We find")
    replace(TWIN, "== (3, 5)", "== (3, 7)")
    replace(INDEX, "A book", "The book")
    assert review(squares, answers("y")) == 1
    assert f"{PRIMES} waits" in capsys.readouterr().out


def test_accepting_prints_both_sides_of_what_is_named_and_nothing_else(
    squares: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (squares / LOCK).read_text("utf-8")
    (squares / LOCK).unlink()
    assert accept(squares, ["twin-primes"]) == 0
    said = capsys.readouterr().out
    for each in (
        f"{PRIMES} ({PRIMES}:1), which nobody has accepted, says",
        "Below two hundred",
        "twin_primes asserts",
        "pairs[0] == (3, 5)",
        f"accepted: {PRIMES}",
    ):
        assert each in said
    assert "Add up odd numbers" not in said
    assert accept(squares, ["fig-squares", INDEX, "mkdocs.yml", "docs/works.bib", "docs/reference/arithmetic.md"]) == 0
    assert (squares / LOCK).read_text("utf-8") == before


def test_a_figure_is_shown_with_what_stands_in_the_drawing(
    squares: Path, replace: Replace, capsys: pytest.CaptureFixture[str]
) -> None:
    replace(FIG, 'range(8)], "o-")', 'range(8)], "o-")\naxes.set_xlabel("cost in nats")')
    assert accept(squares, ["fig-squares"]) == 0
    said = capsys.readouterr().out
    assert '+ axes.set_xlabel("cost in nats")' in said
    assert "fig_squares draws: " in said
    assert "cost in nats" in said.split("fig_squares draws: ")[1]
    assert "The sums of [@odd-sum] lie on a parabola." in said


def test_accepting_what_has_not_changed_changes_nothing(squares: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (squares / LOCK).stat().st_mtime_ns
    assert accept(squares, ["odd-sum"]) == 0
    assert "has not changed" in capsys.readouterr().out
    assert (squares / LOCK).stat().st_mtime_ns == before


#: name: file, old text, new text, words of the reason.
REFUSED = {
    "a program that fails": (TWIN, "== (3, 5)", "== (3, 7)", "assert (3, 5) == (3, 7)"),
    "a program that warns": (TWIN, "largest = ", "import sys; print('odd', file=sys.stderr); largest = ", "standard error"),
    "a program that is not Python": (TWIN, "largest = ", "largest = = ", "not Python"),
    "a program that asserts nothing": (TWIN, f'assert table["count"] == 15\nassert pairs[0] == (3, 5)\n{MULTIPLE}\n', "", "asserts nothing"),
    "an assertion that is never reached": (TWIN, MULTIPLE, f"def never():\n    {MULTIPLE}", "never reached"),
    "an id that another statement has": (PRIMES, "id: twin-primes", "id: odd-sum", "taken already"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_accepting_is_refused(name: str, squares: Path, replace: Replace) -> None:
    path, old, new, words = REFUSED[name]
    before = (squares / LOCK).read_text("utf-8")
    replace(path, old, new)
    with pytest.raises(BookError) as refusal:
        accept(squares, [PRIMES])
    assert words in str(refusal.value)
    assert (squares / LOCK).read_text("utf-8") == before


def test_what_is_wrong_elsewhere_does_not_stop_accepting(squares: Path, replace: Replace) -> None:
    replace(FIG, "range(8)", "range(nothing)")
    replace(PRIMES, "a multiple of six", "a multiple of three")
    assert accept(squares, [PRIMES]) == 0


def test_an_unknown_id_names_those_like_it_and_enters_none(squares: Path, replace: Replace) -> None:
    replace(PRIMES, "There are", "We find")
    command = [sys.executable, "-m", "lockstep", "accept", PRIMES, "twin-prime"]
    said = subprocess.run(command, cwd=squares, capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr == "no section, statement or figure is called 'twin-prime'; did you mean twin-primes?\n"


def test_what_is_accepted_at_the_same_moment_is_not_lost(squares: Path) -> None:
    settings = load_settings(squares)
    idents = [f"docs/page.md#{number}" for number in range(16)]
    with ThreadPoolExecutor() as threads:
        list(threads.map(lambda ident: enter(settings, {ident: Accepted(("It holds.",), {})}), idents))
    assert set(idents) <= read_lock(settings).keys()
