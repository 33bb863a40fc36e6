"""The rule on values that pages show: an assertion depends on each, by its name, as it was bound last."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lockstep.book import Book
from lockstep.check.published import check_asserted, depends

Replace = Callable[[str, str, str], None]

#: A program that binds x last in its second line, and whether an assertion depends on that.
PROGRAMS = {
    "asserted": ("x = 0\nx = 1\nassert x == 1\n", True),
    "asserted before": ("x = 0; assert x == 0\nx = 1\n", False),
    "through another name": ("x = 0\nx = 1\ny = 2 * x\nz = [y]\nassert z\n", True),
    "through a loop": ("x = 0\nx = 1\nfor n in range(x):\n    y = n\nassert y\n", True),
    "in the loop that binds it": ("n = 0\nfor x in range(9):\n    assert x < 9\n", True),
    "in a loop that asserts another": ("n = 0\nfor x in range(9):\n    assert n < 9\n", False),
    "by a function that reads it": ("def f(): assert x\nx = 1\nf()\n", True),
    "by what a function of it returns": ("def f(n): return n + x\nx = 1\nassert f(1)\n", True),
    "in a comprehension": ("x = 0\nx = [1]\nassert all(n for n in x)\n", True),
    "through an object that it changes": ("y = []\nx = 1\ny.append(x)\nassert y\n", True),
    "printed beside what is asserted": ("y = [1]\nx = 1\nprint(x, y)\nassert y\n", False),
    "a part of it": ("x = {}\nx['a'] = 1\nassert x\n", True),
    "not at all": ("y = 1\nx = y\nassert y\n", False),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_whether_an_assertion_depends_on_a_value(name: str) -> None:
    source, answer = PROGRAMS[name]
    assert depends(source, "x", 2) is answer


@pytest.mark.parametrize(
    ("path", "old", "value"),
    [
        ("snippets/odd_sum.py", "assert ratio == count\n", "odd_sum.ratio"),
        ("snippets/twin_primes.py", 'assert table["count"] == 15\n', "twin_primes.table"),
    ],
)
def test_a_value_that_nothing_asserts_is_a_problem_where_it_is_bound(
    path: str, old: str, value: str, squares: Path, replace: Replace
) -> None:
    assert list(check_asserted(Book.load(squares), {})) == []
    replace(path, old, "")
    (problem,) = check_asserted(Book.load(squares), {})
    assert problem.path == path
    assert value.partition(".")[2] in (squares / path).read_text("utf-8").splitlines()[problem.line - 1]
    assert problem.what == f"a page shows {value}, and no assertion depends on it"
