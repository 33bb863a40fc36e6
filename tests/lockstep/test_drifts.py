"""Drifts, made of whatever the small book has: every word, number, comparison, line and file of it, changed by itself.

Each must be a problem that names the file that was edited and shows the difference; or it stands below, among what is
admitted, with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from lockstep.book import Book
from lockstep.check.ledger import check_ledger
from lockstep.edition import Edition
from lockstep.problem import BookError, Problem

PAGES = ("docs/index.md", "docs/chapters/squares.md", "docs/chapters/primes.md", "docs/reference/arithmetic.md")
PROGRAMS = ("snippets/odd_sum.py", "snippets/twin_primes.py", "snippets/fig_squares.py")
LIBRARY, WORKS, CONFIG, LOCK = "arithmetic/__init__.py", "docs/works.bib", "mkdocs.yml", "snippets/ledger.lock"
HELD = (*PAGES, *PROGRAMS, LIBRARY, WORKS, CONFIG)

#: What may change without a problem, and why.
ADMITTED = {"from __future__ import annotations": "the code of the library means the same without it"}

_WORD = re.compile(r"[^\W\d_]{2,}")
_NUMBER = re.compile(r"\d+")
_COMPARED = {"==": "!=", "<": ">", "+": "-", " and ": " or ", "all(": "any("}
_DIFFERENCE = re.compile(r"\[-|\{\+|^ {6}[-+] ", re.M)


def made_of(path: str, text: str) -> Iterator[str]:
    """Yield what a file would hold after each drift."""
    if not path.endswith(".py"):  # another name in a program is no drift, but an error
        for match in _WORD.finditer(text):
            yield text[: match.start()] + match[0][::-1] + "x" + text[match.end() :]
    for match in _NUMBER.finditer(text):
        yield text[: match.start()] + str(int(match[0]) + 1) + text[match.end() :]
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        if line.strip():
            yield "".join([*lines[:number], *lines[number + 1 :]])
    for old, new in _COMPARED.items() if path.endswith(".py") else ():
        for match in re.finditer(re.escape(old), text):
            yield text[: match.start()] + new + text[match.end() :]


def tried(root: Path, path: str) -> Iterator[tuple[str, list[Problem]]]:
    """Yield the lines that each drift of a file changes, and what the ledger, or else the whole check, says of it."""
    file = root / path
    text = file.read_text("utf-8")
    for drifted in made_of(path, text):
        file.write_text(drifted, "utf-8")
        try:
            found = [each for each in check_ledger(Book.load(root), ()) if each.path == path]
            problems = found or list(Edition.make(root).problems)
        except BookError as error:
            problems = error.problems
        yield "\n".join(sorted({*drifted.splitlines()} ^ {*text.splitlines()})), problems
    file.write_text(text, "utf-8")


@pytest.mark.parametrize("path", HELD)
def test_every_drift_of_a_file_is_a_problem_that_names_it_and_shows_it(squares: Path, path: str) -> None:
    for drift, problems in tried(squares, path):
        named = [each for each in problems if each.path == path]
        assert named or (path == LIBRARY and drift in ADMITTED), drift
        assert all(_DIFFERENCE.search(each.what) for each in named if "accepted" in each.what), drift


def test_there_are_hundreds_of_them(squares: Path) -> None:
    assert sum(len(list(made_of(path, (squares / path).read_text("utf-8")))) for path in HELD) >= 500


@pytest.mark.parametrize("path", [*PAGES, *PROGRAMS, WORKS, LOCK])
def test_a_file_that_is_lost_is_missed(squares: Path, path: str) -> None:
    (squares / path).unlink()
    with suppress(BookError):  # the navigation misses a page before anything is read
        assert Edition.make(squares).problems


NEW = {
    "docs/chapters/cubes.md": "# Cubes\n\nThey are sums too.\n",
    "docs/more.bib": "@book{cuber1903,\n  author = {Cuber, Cy},\n  title = {Cubes},\n  year = {1903},\n}\n",
    "snippets/cubes.py": '"""Cubes."""\n\nassert 2**3 == 8\n',
    "README.md": "# Squares\n\nAll of them.\n",
}


@pytest.mark.parametrize("path", NEW)
def test_a_file_that_is_new_is_a_problem(squares: Path, path: str) -> None:
    (squares / path).write_text(NEW[path], "utf-8")
    assert path in {each.path for each in Edition.make(squares).problems}
