# ruff: noqa: E501 (a row of the table is one drift)
"""The ledger: whatever changes in a section, or in what it rests on, is one problem at the file that was edited."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from lockstep.accept import accept
from lockstep.check.ledger import REMEDY
from lockstep.edition import Edition
from lockstep.problem import BookError, Problem

Replace = Callable[[str, str, str], None]
Drifts = Callable[[], list[Problem]]

LOCK = "snippets/ledger.lock"
ODD, TWIN, FIG = "snippets/odd_sum.py", "snippets/twin_primes.py", "snippets/fig_squares.py"
INDEX, SQUARES, PRIMES = "docs/index.md", "docs/chapters/squares.md", "docs/chapters/primes.md"
LIBRARY, WORKS, CONFIG = "arithmetic/__init__.py", "docs/works.bib", "mkdocs.yml"
MULTIPLE = "assert all((low + 1) % 6 == 0 for low, high in pairs[1:])"
HALF = "assert all((low + 1) % 3 == 0 for low, high in pairs[1:])"


@pytest.fixture
def drifts(squares: Path) -> Drifts:
    """Run and check the book, and return what waits for a reader."""
    return lambda: [each for each in Edition.make(squares).problems if "accept" in each.what or "gone" in each.what]


#: name: file, old text, new text, the line of the problem, what it says.
DRIFTS: dict[str, tuple[str, str, str, int, list[str]]] = {
    "a statement": (PRIMES, "a multiple of six", "a multiple of three", 6, [f"the section '{PRIMES}' is not as it was accepted", "a multiple of [-six.-] {+three.+}"]),
    "a name": (PRIMES, "/// claim | Twin primes", "/// claim | Twins", 3, ["[-Twin primes-] {+Twins+}"]),
    "a kind": (PRIMES, "/// claim |", "/// proposition |", 3, ["[-claim-] {+proposition+}"]),
    "a proof": (SQUARES, "= (n + 1)^2", "= (1 + n)^2", 19, ["[-(n-]", "{+(1+}"]),
    "a caption": (SQUARES, "lie on a parabola", "fill a parabola", 31, ["[-lie on-] {+fill+} a parabola."]),
    "an alternative text": (SQUARES, "bends upwards", "bends down", 33, ["[-upwards-] {+down+}"]),
    "a unit": (SQUARES, r"= \py{odd_sum.total}$", r"= \py{odd_sum.total}$ metres", 4, [r"\py{odd_sum.total}$"]),
    "a format": (SQUARES, "odd_sum.ratio:.1f", "odd_sum.ratio:.2f", 4, ["[-odd_sum.ratio:.1f`,-] {+odd_sum.ratio:.2f`,+}"]),
    "a word beside nothing": (PRIMES, "way.", "other way.", 10, ["{+other+} way."]),
    "a heading": (PRIMES, "# Primes", "# Pairs", 1, ["[-Primes-] {+Pairs+}"]),
    "a title in the navigation": (CONFIG, "site_name: Squares", "site_name: Cubes", 1, ["[-site_name: Squares-] {+site_name: Cubes+}"]),
    "a work": (WORKS, "{Odd} Numbers", "{Even} Numbers", 3, ["{Even} Numbers"]),
    "an assertion": (TWIN, MULTIPLE, HALF, 11, [f"twin_primes is not as it was accepted with a section that rests on it: '{PRIMES}'", f"- {MULTIPLE}", f"+ {HALF}"]),
    "an assertion less": (TWIN, "assert pairs[0] == (3, 5)\n", "", 10, ["- assert pairs[0] == (3, 5)"]),
    "a constant": (ODD, "count = 12", "count = 13", 7, [f"with 3 sections that rest on it: '{INDEX}', '{SQUARES}', '{PRIMES}'", "- count = 12", "+ count = 13"]),
    "a comment": (ODD, "count = 12", "# a dozen\ncount = 12", 7, ["+ # a dozen"]),
    "a drawing": (FIG, "range(8)", "range(9)", 8, ["range(8)", "range(9)"]),
    "a docstring of the library": (LIBRARY, "Return the first odd numbers", "Return the first even numbers", 7, ["Return the first odd numbers", "Return the first even numbers"]),
    "the code of the library": (LIBRARY, "number > 1 and", "number > 2 and", 13, ["return number > 1 and", "return number > 2 and"]),
}  # fmt: skip


@pytest.mark.parametrize("name", DRIFTS)
def test_a_drift_is_one_problem_until_it_is_accepted(
    name: str, squares: Path, replace: Replace, drifts: Drifts, capsys: pytest.CaptureFixture[str]
) -> None:
    path, old, new, line, words = DRIFTS[name]
    replace(path, old, new)
    [problem] = drifts()
    assert (problem.path, problem.line, problem.remedy) == (path, line, REMEDY)
    assert [each for each in words if each not in problem.what] == []

    changed = [INDEX, SQUARES, PRIMES, CONFIG, WORKS, "docs/reference/arithmetic.md"]
    assert accept(squares, changed) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert [each for each in words[1:] if each not in said] == []
    assert drifts() == []


def test_words_and_programs_that_change_are_a_problem_each(replace: Replace, drifts: Drifts) -> None:
    replace(PRIMES, "a multiple of six", "a multiple of three")
    replace(TWIN, MULTIPLE, HALF)
    page, program = drifts()
    assert (page.path, program.path) == (PRIMES, TWIN)


#: name: file, old text, new text: no word changes.
HARMLESS = {
    "a paragraph of its own": (PRIMES, "of them. They", "of them.\n\nThey"),
    "lines": (SQUARES, "the sum of the first\n`{python}", "the sum\nof the first `{python}"),
    "blanks": (PRIMES, "primes, and between the two of each", "primes,\nand between   the two of\neach"),
}  # fmt: skip


@pytest.mark.parametrize("name", HARMLESS)
def test_layout_is_no_drift(name: str, replace: Replace, drifts: Drifts) -> None:
    replace(*HARMLESS[name])
    assert drifts() == []


def test_a_section_is_held_by_itself_and_knows_its_programs(squares: Path, replace: Replace, drifts: Drifts) -> None:
    replace(PRIMES, "There are", "## How many\n\nThere are")
    page, _ = drifts()  # the first is shorter, the second is new
    assert page.path == PRIMES
    assert accept(squares, [PRIMES, f"{PRIMES}#how-many"]) == 0
    lock = json.loads((squares / LOCK).read_text("utf-8"))
    held = {name: [key.split()[0] for key in each["evidence"]] for name, each in lock["sections"].items()}
    assert held[PRIMES] == ["twin_primes"]  # which it states
    assert held[f"{PRIMES}#how-many"] == ["odd_sum", "twin_primes"]  # it refers to one, and shows the other
    replace(PRIMES, "## How many", "## How many there are")
    [problem] = drifts()
    assert "{+there are+}" in problem.what, "it is held against what it was called before"
    assert accept(squares, [f"{PRIMES}#how-many"]) == 0, "its old id will do"
    assert f"{PRIMES}#how-many" not in json.loads((squares / LOCK).read_text("utf-8"))["sections"]


def test_a_readme_is_held_where_there_is_one(squares: Path, drifts: Drifts) -> None:
    (squares / "README.md").write_text("# Squares\n\nHow to read them.\n", "utf-8")
    [problem] = drifts()
    assert (problem.path, problem.what) == ("README.md", "nobody has accepted the section 'README.md'")


def test_a_drift_waits_for_what_is_broken_where_it_is_read(replace: Replace, squares: Path, drifts: Drifts) -> None:
    replace(PRIMES, "They differ", "They all differ")
    replace(PRIMES, "[@odd-sum]", "[@odd-sums]")
    assert drifts() == []
    replace(PRIMES, "[@odd-sums]", "[@odd-sum]")
    replace(TWIN, "pairs[0] == (3, 5)", "pairs[0] == (3, 7)")
    assert drifts() == []
    with pytest.raises(BookError, match="assert \\(3, 5\\) == \\(3, 7\\)"):
        accept(squares, [PRIMES])


def test_what_nobody_accepted_and_what_is_gone(squares: Path, drifts: Drifts) -> None:
    lock = json.loads((squares / LOCK).read_text("utf-8"))
    lock["sections"]["docs/three.md"] = {"evidence": [], "lines": ["# Three", "", "It is prime."]}
    del lock["sections"][INDEX]
    (squares / LOCK).write_text(json.dumps(lock, indent=1, sort_keys=True) + "\n", "utf-8")
    index, gone = drifts()
    assert (index.path, index.what) == (INDEX, f"nobody has accepted the section '{INDEX}'")
    assert (gone.path, gone.what) == (LOCK, "the ledger holds what is gone: the section 'docs/three.md'")
    assert (squares / LOCK).read_text("utf-8").splitlines()[gone.line - 1] == '  "docs/three.md": {'
    assert accept(squares, ["docs/three.md", INDEX]) == 0
    assert drifts() == []


#: name: what the file holds, the line of the problem, its words.
CORRUPT = {
    "a conflict": ('{\n<<<<<<< ours\n"sections": {}\n}\n', 2, "a merge that nobody settled"),
    "a section twice": ('{"evidence": {}, "sections": {"a": {}, "a": {}}}\n', 1, "stands in it twice"),
    "no table": ("[]\n", 1, "it does not hold evidence and sections"),
    "a list of sections": ('{"evidence": {}, "sections": []}\n', 1, "are no tables"),
    "half a section": ('{"evidence": {}, "sections": {\n  "a": {\n  "lines": []}}}\n', 2, "'a' is not whole"),
    "lines of something else": (
        '{"evidence": {}, "sections": {\n  "a": {"evidence": [], "lines": [3]}}}\n',
        2,
        "3 is no line",
    ),
    "evidence that is not there": (
        '{"evidence": {}, "sections": {\n  "a": {"evidence": ["b 1"], "lines": []}}}\n',
        2,
        "'a' is not whole",
    ),
}


@pytest.mark.parametrize("name", CORRUPT)
def test_a_corrupt_ledger_is_one_problem_and_stays_as_it_is(name: str, squares: Path) -> None:
    text, line, words = CORRUPT[name]
    (squares / LOCK).write_text(text, "utf-8")
    try:
        [problem] = Edition.make(squares).problems
    except BookError as error:
        [problem] = error.problems
    assert (problem.path, problem.line) == (LOCK, line)
    assert words in problem.what
    with pytest.raises(BookError):
        accept(squares, [INDEX])
    assert (squares / LOCK).read_text("utf-8") == text


def test_the_ledger_holds_nothing_of_a_run(squares: Path) -> None:
    sections = json.loads((squares / LOCK).read_text("utf-8"))["sections"]
    assert "144" not in json.dumps(sections)
