# ruff: noqa: E501 (a row of the table is one broken input)
"""The ledger: whatever changes on either side of a statement is one problem, until a person accepts it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lockstep.ledger.accept import accept
from lockstep.problem import BookError, Problem

Replace = Callable[[str, str, str], None]
Problems = Callable[[], tuple[Problem, ...]]

LOCK = "snippets/ledger.lock"
ODD, TWIN = "snippets/odd_sum.py", "snippets/twin_primes.py"
SQUARES, PRIMES = "docs/chapters/squares.md", "docs/chapters/primes.md"
MULTIPLE = "assert all((low + 1) % 6 == 0 for low, high in pairs[1:])"
HALF = "assert all((low + 1) % 3 == 0 for low, high in pairs[1:])"

#: name: file, old text, new text, id, the line of the problem, what the problem says.
DRIFTS = {
    "text": (PRIMES, "a multiple of six", "a multiple of three", "twin-primes", 3, [
        "'twin-primes' is not as it was accepted: what it says\n",
        "- Below two hundred there are twin primes, and between the two of each pair but the first lies a multiple of six.",
        "+ Below two hundred there are twin primes, and between the two of each pair but the first lies a multiple of three.",
    ]),
    "name": (PRIMES, "/// claim | Twin primes", "/// claim | Twins", "twin-primes", 3, ["its name", "- Twin primes", "+ Twins"]),
    "kind": (PRIMES, "/// claim |", "/// proposition |", "twin-primes", 3, ["its kind", "- claim", "+ proposition"]),
    "proof": (SQUARES, "= (n + 1)^2", "= (1 + n)^2", "odd-sum", 6, ["its proof", "= (n + 1)^2$.", "= (1 + n)^2$."]),
    "assertion": (TWIN, MULTIPLE, HALF, "twin-primes", 3, [
        "what its program asserts\n",
        "- all(((low + 1) % 6 == 0 for low, high in pairs[1:]))",
        "+ all(((low + 1) % 3 == 0 for low, high in pairs[1:]))",
    ]),
    "an assertion less": (TWIN, "assert pairs[0] == (3, 5)\n", "", "twin-primes", 3, ["what its program asserts\n", "- pairs[0] == (3, 5)"]),
    "program": (ODD, "count = 12", "count = 13", "odd-sum", 6, ["its program, around the same assertions"]),
}  # fmt: skip


@pytest.mark.parametrize("name", DRIFTS)
def test_a_drift_is_one_problem_until_it_is_accepted(
    name: str, squares: Path, replace: Replace, problems: Problems, capsys: pytest.CaptureFixture[str]
) -> None:
    path, old, new, ident, line, words = DRIFTS[name]
    replace(path, old, new)
    [problem] = problems()
    assert (problem.path, problem.line) == (SQUARES if ident == "odd-sum" else PRIMES, line)
    assert [each for each in words if each not in problem.what] == []
    assert f"make accept ID={ident}" in problem.remedy
    assert "a person must read both sides" in problem.remedy

    assert accept(squares, ident) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert [each for each in words[1:] if each not in said] == []
    assert problems() == ()


def test_a_change_on_both_sides_is_one_problem_that_shows_both(replace: Replace, problems: Problems) -> None:
    replace(PRIMES, "a multiple of six", "a multiple of three")
    replace(TWIN, MULTIPLE, HALF)
    [problem] = problems()
    assert "not as it was accepted: what it says, what its program asserts\n" in problem.what
    assert problem.what.count("\n      - ") == problem.what.count("\n      + ") == 2


def test_layout_is_no_drift(replace: Replace, problems: Problems) -> None:
    replace(
        PRIMES,
        "primes, and between the two of each pair but the first",
        "primes,\nand between the two   of each pair but\nthe first",
    )
    replace(TWIN, MULTIPLE, "assert all(\n    (low + 1) % 6 == 0  # six\n    for low, high in pairs[1:]\n)")
    replace(TWIN, '"""Twin primes, counted."""', "# Counted.\n'''Twin primes, counted.'''")
    assert problems() == ()


def test_a_statement_that_nobody_accepted(squares: Path, problems: Problems) -> None:
    (squares / LOCK).unlink()
    primes, first = problems()
    assert (primes.path, primes.line) == (PRIMES, 3)
    assert first.what == "nobody has accepted the proposition 'odd-sum'"
    assert first.remedy.endswith("`make accept ID=odd-sum`")


def test_accepting_prints_both_sides_and_nothing_of_the_other(
    squares: Path, problems: Problems, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (squares / LOCK).read_text("utf-8")
    (squares / LOCK).unlink()
    assert accept(squares, "twin-primes") == 0
    said = capsys.readouterr().out
    for each in (
        "Claim 2.1, Twin primes",
        "Below two hundred",
        f"{TWIN} ran, passed, and asserts",
        "pairs[0] == (3, 5)",
    ):
        assert each in said
    assert "odd" not in said
    [other] = problems()
    assert "'odd-sum'" in other.what
    accept(squares, "odd-sum")
    assert (squares / LOCK).read_text("utf-8") == before


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
    "a program that asserts nothing": (TWIN, f"assert pairs[0] == (3, 5)\n{MULTIPLE}\n", "", "asserts nothing"),
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
    assert said.stderr == "no statement is called 'twin-prime'; did you mean twin-primes?\n"


def test_a_statement_that_is_gone_stands_at_its_line_of_the_ledger(
    squares: Path, replace: Replace, problems: Problems, capsys: pytest.CaptureFixture[str]
) -> None:
    accepted = json.loads((squares / LOCK).read_text("utf-8"))
    accepted["three"] = {**accepted["odd-sum"], "title": "Three"}
    (squares / LOCK).write_text(json.dumps(accepted, indent=2, sort_keys=True) + "\n", "utf-8")
    [problem] = problems()
    assert problem.path == LOCK
    assert (squares / LOCK).read_text("utf-8").splitlines()[problem.line - 1] == '  "three": {'
    assert "a statement that is gone: 'three', Three" in problem.what
    assert "make accept ID=three" in problem.remedy
    assert accept(squares, "three") == 0
    assert "three is gone from the book" in capsys.readouterr().out
    assert problems() == ()


#: name: what the file holds, the line of the problem, its words.
CORRUPT = {
    "a conflict": ('{\n<<<<<<< ours\n"odd-sum": {}\n}\n', 2, "Expecting property name"),
    "an entry twice": ('{\n  "odd-sum": {},\n  "odd-sum": {}\n}\n', 1, "stands in it twice"),
    "no table": ("[]\n", 1, "no table"),
    "half an entry": ('{\n  "odd-sum": {\n    "kind": "claim"\n  }\n}\n', 2, "'odd-sum' does not hold"),
    "an entry of something else": (
        '{\n  "odd-sum": {"assertions": [], "kind": "", "proof": [], "sha256": "", "text": "words", "title": ""}\n}\n',
        2,
        "holds as text what is none",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CORRUPT)
def test_a_corrupt_ledger_is_one_problem_and_stays_as_it_is(name: str, squares: Path, problems: Problems) -> None:
    text, line, words = CORRUPT[name]
    (squares / LOCK).write_text(text, "utf-8")
    [problem] = problems()
    assert (problem.path, problem.line) == (LOCK, line)
    assert words in problem.what
    with pytest.raises(BookError, match="the ledger cannot be read"):
        accept(squares, "odd-sum")
    assert (squares / LOCK).read_text("utf-8") == text


def test_a_definition_is_accepted_by_its_text_alone(squares: Path, replace: Replace, problems: Problems) -> None:
    replace(PRIMES, "/// claim |", "/// definition | Prime\n    id: prime\n\nNo proper factor.\n\n///\n\n/// claim |")
    [problem] = problems()
    assert problem.remedy == "a person must read the statement, then: `make accept ID=prime`"
    assert accept(squares, "prime") == 0
    assert problems() == ()
    entry = json.loads((squares / LOCK).read_text("utf-8"))["prime"]
    assert (entry["text"], entry["assertions"], entry["sha256"]) == (["No proper factor."], [], "")
    replace(PRIMES, "No proper factor", "No factor")
    [problem] = problems()
    assert "+ No factor." in problem.what


def test_the_ledger_holds_nothing_of_a_run(squares: Path) -> None:
    text = (squares / LOCK).read_text("utf-8")
    assert "144" not in text
    assert {name for entry in json.loads(text).values() for name in entry} == {
        "assertions", "kind", "proof", "sha256", "text", "title",
    }  # fmt: skip
