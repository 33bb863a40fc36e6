# ruff: noqa: E501 (a row of the table is one broken input)
"""The ledger: what changes in a statement, a figure, a program or its numbers is one problem until it is accepted."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from lockstep.accept import accept
from lockstep.problem import BookError, Problem

Replace = Callable[[str, str, str], None]
Problems = Callable[[], tuple[Problem, ...]]

LOCK = "snippets/ledger.lock"
ODD, TWIN, FIG = "snippets/odd_sum.py", "snippets/twin_primes.py", "snippets/fig_squares.py"
SQUARES, PRIMES = "docs/chapters/squares.md", "docs/chapters/primes.md"
MULTIPLE = "assert all((low + 1) % 6 == 0 for low, high in pairs[1:])"
HALF = "assert all((low + 1) % 3 == 0 for low, high in pairs[1:])"

SAID, AROUND = "what is said of it and with its numbers\n", "its program\n"

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
    "program": (ODD, "count = 12", "count = 13", "odd-sum", 6, [AROUND, "- count = 12", "+ count = 13"]),
    "a line that leaves its loop": (ODD, "each * each\nratio", "each * each\n    ratio", "odd-sum", 6, [AROUND]),
    "a comment": (ODD, "count = 12", "# a dozen\ncount = 12", "odd-sum", 6, [AROUND]),
    "a docstring": (TWIN, "counted.", "listed.", "twin-primes", 3, [AROUND]),
    "a direction word": (SQUARES, "the sum of the first", "the sum of the last", "odd-sum", 6, [SAID, "- Add up", "the sum of the first `", "+ Add up", "the sum of the last `"]),
    "a unit": (SQUARES, r"= \py{odd_sum.total}$", r"= \py{odd_sum.total}$ metres", "odd-sum", 6, [SAID, r"\py{odd_sum.total}$.", r"\py{odd_sum.total}$ metres."]),
    "a format": (SQUARES, "odd_sum.ratio:.1f", "odd_sum.ratio:.2f", "odd-sum", 6, [SAID, "ratio:.1f", "ratio:.2f"]),
    "a number on another page": ("docs/index.md", "A book", "For `{python} twin_primes.table['count']` euros. A book", "twin-primes", 3, [SAID, "+ For `{python} twin_primes.table['count']` euros."]),
    "a sentence of a statement": (PRIMES, "They differ from", "They are unlike", "odd-sum", 6, [SAID, "- They differ from [@odd-sum]", "+ They are unlike [@odd-sum]"]),
    "a heading": (PRIMES, "# Primes", "# Pairs", "twin-primes", 3, ["its heading, or", "- Primes", "+ Pairs"]),
    "a caption": (SQUARES, "lie on a parabola", "fill a parabola", "fig-squares", 31, ["is not as it was accepted: its caption\n", "- The sums of [@odd-sum] lie on", "+ The sums of [@odd-sum] fill a"]),
    "an alternative text": (SQUARES, "bends upwards", "bends down", "fig-squares", 31, ["its alternative text\n", "- A curve that bends upwards", "+ A curve that bends down"]),
    "a drawing": (FIG, "range(8)", "range(9)", "fig-squares", 31, [AROUND]),
    "a comment in a drawing": (FIG, "figure, axes", "# in points\nfigure, axes", "fig-squares", 31, [AROUND]),
}  # fmt: skip


@pytest.mark.parametrize("name", DRIFTS)
def test_a_drift_is_one_problem_until_it_is_accepted(
    name: str, squares: Path, replace: Replace, problems: Problems, capsys: pytest.CaptureFixture[str]
) -> None:
    path, old, new, ident, line, words = DRIFTS[name]
    replace(path, old, new)
    [problem] = problems()
    if SAID in words:  # it stands where it was edited
        assert problem.path == path
        paragraph = "\n".join((squares / path).read_text("utf-8").split("\n")[problem.line - 2 : problem.line + 1])
        assert new in paragraph
    else:
        assert (problem.path, problem.line) == (PRIMES if ident == "twin-primes" else SQUARES, line)
    assert [each for each in words if each not in problem.what] == []
    sides = "its caption and its alternative text" if ident == "fig-squares" else "both sides"
    assert f"a person must read {sides}" in problem.remedy
    assert f"make accept ID={ident}" in problem.remedy

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


#: name: file, old text, new text; nothing here changes what is said with a number, or what it means.
HARMLESS = {
    "a sentence more": (PRIMES, "They differ", "There are more. They differ"),
    "a number's sentence in a paragraph of its own": (PRIMES, "of them. They", "of them.\n\nThey"),
    "a sentence with a number, wrapped": (SQUARES, "the sum of the first\n`{python}", "the sum\nof the first `{python}"),
    "a statement, wrapped": (PRIMES, "primes, and between the two of each", "primes,\nand between   the two of\neach"),
}  # fmt: skip


@pytest.mark.parametrize("name", HARMLESS)
def test_layout_and_sentences_about_no_statement_are_no_drift(name: str, replace: Replace, problems: Problems) -> None:
    replace(*HARMLESS[name])
    assert problems() == ()


def test_a_drift_waits_for_what_is_broken_where_it_is_read(replace: Replace, problems: Problems) -> None:
    replace(SQUARES, "the sum of the first", "the sum of 12, the first")
    replace(SQUARES, "bends upwards", "bends down")
    replace(PRIMES, "[@odd-sum]", "[@odd-sums]")  # a page that takes no number of odd_sum.py
    assert [problem.what for problem in problems() if "accepted" in problem.what] == []
    replace(SQUARES, "the sum of 12, the first", "the sum of the last")
    reference, odd, figure = problems()
    assert "odd-sums" in reference.what
    assert "'odd-sum' is not as it was accepted" in odd.what
    assert "'fig-squares' is not as it was accepted" in figure.what


def test_a_drift_waits_for_its_program_and_for_a_page_that_takes_a_number(replace: Replace, problems: Problems) -> None:
    replace("docs/index.md", "A book", "For `{python} twin_primes.table['count']` euros, says [@nobody]. A book")
    [problem] = problems()
    assert "nobody" in problem.what
    replace("docs/index.md", "[@nobody]", "[@summer1902]")
    replace(TWIN, "pairs[0] == (3, 5)", "pairs[0] == (3, 7)")
    [problem] = problems()
    assert "assert (3, 5) == (3, 7)" in problem.what


def test_a_statement_that_nobody_accepted(squares: Path, problems: Problems) -> None:
    (squares / LOCK).unlink()
    primes, first, figure = problems()
    assert (primes.path, primes.line) == (PRIMES, 3)
    assert first.what == "nobody has accepted the proposition 'odd-sum'"
    assert first.remedy.endswith("`make accept ID=odd-sum`")
    assert figure.what == "nobody has accepted the figure 'fig-squares'"
    assert "beside the drawing" in figure.remedy


def test_a_statement_that_is_gone_stands_at_its_line_of_the_ledger(
    squares: Path, replace: Replace, problems: Problems, capsys: pytest.CaptureFixture[str]
) -> None:
    accepted = json.loads((squares / LOCK).read_text("utf-8"))
    accepted["three"] = {**accepted["odd-sum"], "title": "Three"}
    (squares / LOCK).write_text(json.dumps(accepted, indent=2, sort_keys=True) + "\n", "utf-8")
    [problem] = problems()
    assert problem.path == LOCK
    assert (squares / LOCK).read_text("utf-8").splitlines()[problem.line - 1] == '  "three": {'
    assert problem.what == "the ledger holds what is gone: 'three', Three"
    assert "make accept ID=three" in problem.remedy
    assert accept(squares, "three") == 0
    assert "three is gone from the book" in capsys.readouterr().out
    assert problems() == ()


#: name: what the file holds, the line of the problem, its words.
CORRUPT = {
    "a conflict": ('{\n<<<<<<< ours\n"odd-sum": {}\n}\n', 2, "a merge that nobody settled"),
    "an entry twice": ('{\n  "odd-sum": {},\n  "odd-sum": {}\n}\n', 1, "stands in it twice"),
    "no table": ("[]\n", 1, "no table"),
    "half an entry": ('{\n  "odd-sum": {\n    "kind": "claim"\n  }\n}\n', 2, "'odd-sum' does not hold"),
    "an entry of something else": (
        '{\n  "odd-sum": {"assertions": [], "kind": "", "proof": [], "program": [], "said": [], "text": "words", "title": ""}\n}\n',
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
    with pytest.raises(BookError, match="the ledger cannot be read" if "merge" not in words else "merge"):
        accept(squares, "odd-sum")
    assert (squares / LOCK).read_text("utf-8") == text


def test_a_definition_is_accepted_by_its_text_alone(squares: Path, replace: Replace, problems: Problems) -> None:
    replace(PRIMES, "/// claim |", "/// definition | Prime\n    id: prime\n\nNo proper factor.\n\n///\n\n/// claim |")
    [problem] = problems()
    assert problem.remedy == "a person must read what it says, then: `make accept ID=prime`"
    assert accept(squares, "prime") == 0
    assert problems() == ()
    entry = json.loads((squares / LOCK).read_text("utf-8"))["prime"]
    assert (entry["text"], entry["assertions"], entry["program"]) == (["No proper factor."], [], [])
    replace(PRIMES, "No proper factor", "No factor")
    [problem] = problems()
    assert "+ No factor." in problem.what


def test_the_ledger_holds_nothing_of_a_run(squares: Path) -> None:
    entries = json.loads((squares / LOCK).read_text("utf-8"))
    words = [part for entry in entries.values() for name, part in entry.items() if name != "program"]
    assert "144" not in str(words)
    assert {name for entry in entries.values() for name in entry} == {
        "assertions", "kind", "program", "proof", "said", "text", "title",
    }  # fmt: skip
