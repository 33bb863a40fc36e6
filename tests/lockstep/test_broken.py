# ruff: noqa: E501 (a row of the table is one broken input)
"""Broken inputs: each gives one problem, with its file, its line and a remedy, and nothing is published."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lockstep.problem import Problem

Replace = Callable[[str, str, str], None]
Problems = Callable[[], tuple[Problem, ...]]

ODD, TWIN, FIG = "snippets/odd_sum.py", "snippets/twin_primes.py", "snippets/fig_squares.py"
CONFIG = "mkdocs.yml"
SQUARES, PRIMES = "docs/chapters/squares.md", "docs/chapters/primes.md"
ASSERTIONS = 'assert table["count"] == 15\nassert pairs[0] == (3, 5)\nassert all((low + 1) % 6 == 0 for low, high in pairs[1:])\n'
LINES = "for each in range(100):\n    assert sum(odds(each)) == each * each\nratio = total / count\n"
EVERY = f"# --8<-- [start:every]\n{LINES}# --8<-- [end:every]\n"
ORDER = '--8<-- "odd_sum.py:sum"\n```\n\n```python\n--8<-- "odd_sum.py:every"'
SWAPPED = '--8<-- "odd_sum.py:every"\n```\n\n```python\n--8<-- "odd_sum.py:sum"'
INCLUDE = '```python\n--8<-- "twin_primes.py"\n```'
VALUE = "`{python} twin_primes.table['count']`"

#: name: file, old text, new text, text on the line at which the problem must stand, words of the problem.
BROKEN = {
    "a snippet that raises": (ODD, "total = sum(odds(count))", "total = 1 / 0", "1 / 0", "ZeroDivisionError"),
    "a snippet whose assertion fails": (ODD, "total == count**2", "total == 7", "total == 7", "assert 144 == 7"),
    "a snippet that raises a warning": (ODD, "count = 12", "import warnings; count = 12; warnings.warn('old')", "'old'", "old"),
    "a snippet that prints a warning": (TWIN, "largest = ", "import sys; print('odd', file=sys.stderr); largest = ", "Twin primes", "odd"),
    "a snippet that asserts nothing": (TWIN, ASSERTIONS, "", "Twin primes", "asserts nothing"),
    "an assertion that is never reached": (ODD, "range(100)", "range(0)", "== each * each", "never reached"),
    "a snippet that is killed": (TWIN, "largest = ", "import os; os.kill(os.getpid(), 9); largest = ", "os.kill", "killed"),
    "a snippet that is not Python": (TWIN, "largest = ", "largest = = ", "= =", "not Python"),
    "an open section": (ODD, "# --8<-- [end:every]\n", "", "start:every", "'every' is open"),
    "an empty section": (ODD, EVERY, "# --8<-- [start:every]\n# --8<-- [end:every]\n" + LINES, "start:every", "'every' is empty"),
    "overlapping sections": (ODD, "# --8<-- [end:sum]\n\n# --8<-- [start:every]\n", "# --8<-- [start:every]\n# --8<-- [end:sum]\n", "start:every", "overlaps section 'sum'"),
    "a section that cuts a statement": (ODD, EVERY, EVERY.replace("    assert", "    # --8<-- [end:every]\n    assert")[:-21], "start:every", "cuts the statement"),
    "an unknown section": (SQUARES, "odd_sum.py:every", "odd_sum.py:evry", "odd_sum.py:evry", "no section 'evry'"),
    "a section shown twice": (PRIMES, INCLUDE, f'{INCLUDE}\n\n{INCLUDE.replace("twin_primes", "odd_sum")}', "odd_sum.py", "shows already"),
    "sections out of order": (SQUARES, ORDER, SWAPPED, "odd_sum.py:sum", "comes before"),
    "a section that no page shows": (SQUARES, '```python\n--8<-- "odd_sum.py:every"\n```\n', "", None, "no page shows the section 'every'"),
    "an unknown value": (PRIMES, VALUE, "`{python} twin_primes.tble['count']`", "tble", "table"),
    "an expression as a value": (PRIMES, VALUE, "`{python} twin_primes.table['count'] + 1`", "+ 1", "an expression is not a value"),
    "a bad format": (PRIMES, VALUE, "`{python} twin_primes.table['share']:.3d`", ".3d", "does not fit"),
    "a float without a format": (PRIMES, VALUE, "`{python} twin_primes.table['share']`", "share", "a float needs a format"),
    "an unknown value in TeX": (SQUARES, r"\py{odd_sum.total}", r"\py{odd_sum.totl}", "totl", "total"),
    "a fence typed by hand": (PRIMES, INCLUDE, f"{INCLUDE}\n\n```python \nprint(1)\n```", "```python ", "typed by hand"),
    "a fence with other lines": (PRIMES, INCLUDE, f'{INCLUDE}\n\n```python\n--8<-- "odd_sum.py"\nprint(1)\n```', "odd_sum", "typed by hand"),
    "a fence in an admonition": (PRIMES, INCLUDE, f"{INCLUDE}\n\n!!! note\n\n    ```python\n    x\n    ```\n", "!!! note", "admonition"),
    "a fence in a tab": (PRIMES, INCLUDE, f'{INCLUDE}\n\n=== "Tab"\n\n    ```python\n    x\n    ```\n', "===", "tab"),
    "an indented fence": (PRIMES, INCLUDE, f"{INCLUDE}\n\n- item\n\n    ```python\n    x\n    ```\n", "    ```python", "typed by hand"),
    "a fence with another info string": (PRIMES, INCLUDE, f"{INCLUDE}\n\n```py\nprint(1)\n```", "```py\n", "info string 'py'"),
    "a fence in another syntax": (PRIMES, INCLUDE, f"{INCLUDE}\n\n```{{.python .x}}\nprint(1)\n```", "```{", "info string"),
    "a heart that only draws": (SQUARES, '```python\n--8<-- "fig_squares.py"', '```python heart\n--8<-- "fig_squares.py"', "```python heart", "only draws"),
    "a second heart": (SQUARES, f"```python\n{ORDER}", f"```python heart\n{ORDER.replace('```python', '```python heart')}", '```python heart\n--8<-- "odd_sum.py:every', "second heart"),
    "front matter that is not known": (PRIMES, "# Primes", "---\nsubtitel: Two.\n---\n# Primes", "subtitel", "no 'subtitel'"),
    "a subtitle with marks": (PRIMES, "# Primes", "---\nsubtitle: The *primes*.\n---\n# Primes", "subtitle", "marks of Markdown"),
    "front matter of another kind": (PRIMES, "# Primes", "---\nresults: Two.\n---\n# Primes", "results", "not what it is to be"),
    "a chapter that is not there": (PRIMES, "[@odd-sum]", "[@chapter:square]", "chapter:square", "nothing is called 'chapter:square'"),
    "a title that another page has": (PRIMES, "# Primes", "# Squares", "# Squares", "has the title 'Squares' too"),
    "a fence of tildes": (PRIMES, INCLUDE, f"{INCLUDE}\n\n~~~python\nprint(1)\n~~~", "~~~python", "tildes"),
    "an indented block": (PRIMES, INCLUDE, f"{INCLUDE}\n\n    print(1)\n", "print(1)", "indented"),
    "code in HTML": (PRIMES, INCLUDE, f"{INCLUDE}\n\n<pre>print</pre>\n", "<pre>", "HTML"),
    "pasted output": (PRIMES, INCLUDE, f"{INCLUDE}\n\n```text\n15 pairs\n```", "```text", "never pasted"),
    "a duplicate id": (PRIMES, "id: twin-primes", "id: odd-sum", "/// claim", "taken already"),
    "an id that is none": (PRIMES, "id: twin-primes", "id: Twin primes", "/// claim", "not an id"),
    "a statement without an id": (PRIMES, "    id: twin-primes\n", "", "/// claim", "has no id"),
    "an unknown reference": (PRIMES, "[@odd-sum]", "[@odd-sums]", "[@odd-sums]", "odd-sums"),
    "unparsable TeX": (SQUARES, r"\sum_{k=1}^{n}", r"\sum_{k=1}^{n", "$$", "cannot be parsed"),
    "what is given by nobody": (PRIMES, ' source="a joke"', "", "[every]{.given}", "'every' is given without its source"),
    "what is given by a blank": (PRIMES, "a joke", " ", "[every]{.given", "'every' is given without its source"),
    "a typed number in a macro": (CONFIG, "odd: 2#1-1", "odd: 2#1-0.7", "odd: 2#1", "0.7 is typed by hand, in the macro odd"),
    "a typed number in TeX": (SQUARES, r"$\py{odd_sum.count}^2", r"$12^2", "$12^2", "12 is typed by hand"),
    "a slow program that is not there": (CONFIG, "time_limit: 600", "time_limit: 600\n      slow: [primes]", "slow: [primes]", "slow: there is no snippets/primes.py"),
    "a number as a name": (CONFIG, "given: [Python 3]", "given:\n        - Python 3\n        - 2024", "- 2024", "given: '2024' is a number"),
    "a block that is not closed": (PRIMES, "multiple of six.\n\n///", "multiple of six.\n", "/// claim", "not closed"),
    "an unknown block": (PRIMES, "/// claim |", "/// theorem |", "/// theorem", "no block 'theorem'"),
    "an unknown option": (PRIMES, "    id: twin-primes", "    id: twin-primes\n    colour: red", "/// claim", "no option colour"),
    "a dollar without its partner": (PRIMES, "of them. They", "of them$. They", "of them$", "dollar"),
    "a figure without words": (SQUARES, "    alt: A curve that bends upwards through the first eight squares.\n", "", "/// figure", "alternative text"),
    "a figure whose caption refers to nothing": (SQUARES, "The sums of [@odd-sum] lie", "The sums lie", "/// figure", "caption"),
    "a figure in which nothing is drawn": (FIG, 'axes.plot([sum(odds(count)) for count in range(8)], "o-")', "plt.close(figure)", None, "draws nothing"),
    "an element of one word": (SQUARES, "eight squares.\n", "eight squares.\n    moves: odds\n", "/// figure", "'odds' is no name of an element"),
    "an element without a module": (SQUARES, "eight squares.\n", "eight squares.\n    moves: odd-sums\n", "/// figure", "its element is missing: docs/assets/odd-sums.js"),
    "a figure that another program draws": (SQUARES, "    id: fig-squares", "    id: fig-curve", "```python", "'fig-curve' includes fig_squares.py"),
    "a program that draws outside a figure": (TWIN, "largest = ", "import matplotlib.pyplot as plt; plt.figure(); largest = ", None, "in no figure"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_one_problem(name: str, replace: Replace, problems: Problems, squares: Path) -> None:
    path, old, new, at, words = BROKEN[name]
    replace(path, old, new)
    found = problems()
    assert len(found) == 1, found
    (problem,) = found
    assert words in problem.what
    assert problem.remedy
    lines = (squares / problem.path).read_text("utf-8").splitlines(keepends=True)
    assert 1 <= problem.line <= len(lines)
    if at is not None:
        assert problem.path == path
        assert at in "".join(lines[problem.line - 1 :][:2])  # a fence begins above what it includes


def test_a_heart_that_is_too_long(replace: Replace, problems: Problems) -> None:
    replace(TWIN, "largest = pairs[-1]\n", "largest = pairs[-1]\n" * 4)
    (problem,) = problems()
    assert "no fragment of snippets/twin_primes.py that asserts something has at most 12 lines" in problem.what
    replace(PRIMES, INCLUDE, INCLUDE.replace("python", "python heart", 1))
    (problem,) = problems()
    assert re.search(r"the heart of snippets/twin_primes.py has \d+ lines, and 12 are the most", problem.what)


def test_a_snippet_over_its_time_limit(squares: Path, replace: Replace, problems: Problems) -> None:
    replace(CONFIG, "time_limit: 600", "time_limit: 30")  # in which the slowest machine comes to that line
    replace(TWIN, "largest = ", "import time; time.sleep(3600); largest = ")
    (problem,) = problems()
    assert "ran out of time: took longer than 30 s" in problem.what
    assert "sleep" in (squares / problem.path).read_text("utf-8").splitlines()[problem.line - 1]


def test_the_book_itself_has_no_problem(problems: Problems) -> None:
    assert problems() == ()


def test_a_missing_snippet_is_one_problem_where_it_is_needed_first(squares: Path, problems: Problems) -> None:
    (squares / TWIN).rename(squares / "snippets" / "twins.py")
    missing, unused = problems()
    assert (missing.path, missing.line) == (PRIMES, 3)
    assert "snippets/twin_primes.py is missing" in missing.what
    assert (unused.path, unused.what) == ("snippets/twins.py", "no page shows the program")


@pytest.mark.parametrize("command", [["-m", "lockstep", "build"], ["-m", "mkdocs", "build"]])
def test_nothing_is_published(command: list[str], replace: Replace, squares: Path) -> None:
    replace(ODD, "total == count**2", "total == 7")
    environment = {key: value for key, value in os.environ.items() if key != "LOCKSTEP_SERVE"}
    run = subprocess.run(
        [sys.executable, *command], cwd=squares, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode != 0
    line = (squares / ODD).read_text("utf-8").splitlines().index("assert total == 7") + 1
    assert f"{ODD}:{line}: " in run.stdout + run.stderr
    assert not list((squares / "build").glob("site/*"))
    assert not (squares / "site").exists()
