# ruff: noqa: E501 (a row of the table is one broken input)
"""Citations: each finds its work, each work is cited and can be found, and a key means one thing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lockstep.book import Book
from lockstep.problem import Problem

Replace = Callable[[str, str, str], None]
Problems = Callable[[], tuple[Problem, ...]]

BIB, INDEX, SQUARES = "docs/works.bib", "docs/index.md", "docs/chapters/squares.md"
ENTRY = "@misc{{{}, author={{A, B}}, title={{T}}, year=1903, url={{https://example.org}}}}\n\n@book{{adder1901,"

#: name: file, old text, new text, text on the line of the problem, words of the problem.
BROKEN = {
    "an unknown key": (INDEX, "[@adder1901, ch. 2]", "[@adder1901, ch. 2] [@adder1902]", "[@adder1902]", "nothing is called 'adder1902'"),
    "a work that no page cites": (BIB, "@book{adder1901,", ENTRY.format("nobody1903"), "@misc{nobody1903", "no page cites the entry 'nobody1903'"),
    "BibTeX that cannot be parsed": (BIB, "title = {Sums of {Odd} Numbers}", "title = {Sums of {Odd Numbers}", "@article{summer1902", "not BibTeX"),
    "a name that is none": (BIB, "Adder, Ada", "Adder, Ada, A, B", "Adder, Ada, A, B", "Too many commas"),
    "a key that stands twice": (BIB, "@article{summer1902,", "@book{adder1901, title={x}}\n@article{summer1902,", "@book{adder1901, title", "taken already"),
    "a work without an author": (BIB, "  author = {Adder, Ada},\n", "", "@book", "has no author"),
    "a work without a title": (BIB, "  title = {Sums of {Odd} Numbers},\n", "", "@book", "has no title"),
    "a work without a year": (BIB, "  year = 1901,\n", "", "@book", "has no year"),
    "a work that cannot be found": (BIB, "  url = {https://example.org/sums}\n", "", "@book", "has no doi or eprint or url"),
    "a work without its journal": (BIB, "  journal = {Journal of Squares},\n", "", "@article", "missing journal"),
    "a work of an unknown type": (BIB, "@book", "@scroll", "@scroll", "@scroll is no type"),
    "a bibliography that no page lists": (INDEX, "/// bibliography\n\n///\n", "", None, "no page lists"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_one_problem(name: str, replace: Replace, problems: Problems, squares: Path) -> None:
    path, old, new, at, words = BROKEN[name]
    replace(path, old, new)
    [problem] = problems()
    assert words in problem.what
    assert problem.remedy
    if at is not None:
        assert problem.path == path
        assert at in (squares / path).read_text("utf-8").splitlines()[problem.line - 1]


def test_a_key_that_is_an_id_is_one_problem(replace: Replace, problems: Problems) -> None:
    replace(BIB, "@book{adder1901,", ENTRY.format("odd-sum"))
    [problem] = problems()
    assert (problem.path, problem.line) == (BIB, 1)
    assert problem.what == f"the key 'odd-sum' is an id already, at {SQUARES}:6"


def test_works_that_would_read_the_same_are_told_apart(replace: Replace, squares: Path) -> None:
    replace(BIB, "@book{adder1901,", ENTRY.format("other").replace("A, B", "Adder, Bo").replace("1903", "1901"))
    labels = {key: source.label for key, source in Book.load(squares).bibliography.sources.items()}
    assert labels == {"other": "Adder 1901a", "adder1901": "Adder 1901b", "summer1902": "Summer et al. 1902"}


def test_two_authors_are_both_named(replace: Replace, squares: Path) -> None:
    replace(BIB, ' and M{\\"u}ller, Mo', "")
    assert Book.load(squares).bibliography.sources["summer1902"].label == "Summer and von Total 1902"
