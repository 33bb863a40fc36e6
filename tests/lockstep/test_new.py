"""A statement, from nothing: what `lockstep new` writes, what it asks for, and what it does not write."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lockstep.__main__ import main
from lockstep.accept import review
from lockstep.book.model import STATEMENT_KINDS
from lockstep.check.ledger import REMEDY
from lockstep.doubt.command import doubt
from lockstep.edition import Edition
from lockstep.new import new
from lockstep.problem import BookError, Problem

PAGE = "docs/chapters/squares.md"
CONFIG = """\
site_name: Dice
theme:
  name: material
  font: false
markdown_extensions:
  - attr_list
  - pymdownx.arithmatex:
      generic: true
      inline_syntax: [dollar]
      block_syntax: [dollar]
  - pymdownx.superfences
  - lockstep.render
"""


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book of one page that states nothing, as the folder one is in."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# Dice\n", "utf-8")
    (tmp_path / "mkdocs.yml").write_text(CONFIG, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fill(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text("utf-8")
    assert text.count(old) == 1
    (root / path).write_text(text.replace(old, new), "utf-8")


def wrong(root: Path) -> list[tuple[str, int, str]]:
    """Return what is wrong, but for what waits for nothing but a reader."""
    return [(each.path, each.line, each.what) for each in Edition.make(root).problems if each.remedy != REMEDY]


def test_from_nothing_to_a_statement_that_is_published(empty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "fair-die", "docs/index.md", "--kind", "proposition", "--title", "Every face, a sixth"]) == 0
    said = capsys.readouterr().out
    assert "docs/index.md:3: say what holds" in said
    assert (empty / "docs/index.md").read_text("utf-8").split("\n")[2] == "/// proposition | Every face, a sixth"
    ((path, line, what),) = wrong(empty)  # it does not pass for something before it says something
    assert (path, line) == ("snippets/fair_die.py", 6)
    assert "what the statement says" in what
    assert main(["check"]) == 1

    fill(empty, "snippets/fair_die.py", 'found, stated = None, "what the statement says"', "found, stated = 6 / 6, 1")
    fill(empty, "docs/index.md", "For which models, and of what, this holds.", "Six faces of a sixth each sum to one.")
    ((path, line, what),) = wrong(empty)
    assert (path, line) == ("snippets/clauses.toml", 2)
    assert "fair-die does not say" in what
    fill(empty, "snippets/clauses.toml", "For which models, and of what, this holds.", "of a sixth each")
    fill(empty, "snippets/clauses.toml", '{ "found == stated" = "found != stated" }', '{ "6 / 6" = "6 / 5" }')
    assert review(empty, lambda _: "y") == 0
    with pytest.raises(BookError, match="uses no result of the library"):  # this book has none
        doubt(empty, ["fair-die"])
    assert re.search(r"^clause broken +1 +1 +0 ", capsys.readouterr().out, re.MULTILINE)
    built = subprocess.run([sys.executable, "-m", "lockstep", "build"], cwd=empty, capture_output=True, text=True)  # noqa: PLW1510
    assert built.returncode == 0, built.stdout + built.stderr
    html = (empty / "build/site/index.html").read_text("utf-8")
    assert 'id="fair-die"' in html
    assert "Every face, a sixth" in html


@pytest.mark.parametrize("kind", STATEMENT_KINDS)
def test_a_second_statement_goes_below_what_is_there(
    kind: str, squares: Path, problems: Callable[[], tuple[Problem, ...]]
) -> None:
    before = {path: (squares / path).read_text("utf-8") for path in (PAGE, "snippets/clauses.toml")}
    assert new(squares, "sum-of-cubes", PAGE, kind, "") == 0
    for path, text in before.items():
        assert (squares / path).read_text("utf-8").startswith(text.rstrip("\n") + "\n\n")
    assert f"/// {kind} | Sum of cubes\n" in (squares / PAGE).read_text("utf-8")
    ((path, line),) = [(each.path, each.line) for each in problems()]
    assert (path, line) == ("snippets/sum_of_cubes.py", 6)


#: name: id, page, words of what is wrong.
WRONG = {
    "letters": ("Sum_of_cubes", PAGE, "'Sum_of_cubes' is not an id"),
    "nothing": ("", PAGE, "'' is not an id"),
    "a way out": ("../x", PAGE, "is not an id"),
    "a statement": ("odd-sum", PAGE, f"'odd-sum' is taken already, at {PAGE}:6"),
    "a figure": ("fig-squares", PAGE, "the id of a figure"),
    "a work": ("summer1902", PAGE, "'summer1902' is taken already, at docs/works.bib:"),
    "a program": ("spare", PAGE, "snippets/spare.py is there already"),
    "a word of Python": ("class", PAGE, "the name of what Python has already"),
    "a module of Python": ("random", PAGE, "the name of what Python has already"),
    "a page": ("cubes", "docs/chapters/square.md", "there is no page docs/chapters/square.md"),
    "no page at all": ("cubes", "mkdocs.yml", "there is no page mkdocs.yml"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_is_said_and_nothing_is_written(name: str, squares: Path) -> None:
    ident, page, words = WRONG[name]
    (squares / "snippets/spare.py").write_text("assert True\n", "utf-8")
    before = {file: file.read_bytes() for file in squares.rglob("*") if file.is_file()}
    with pytest.raises(BookError) as refusal:
        new(squares, ident, page, "claim", "")
    (problem,) = refusal.value.problems
    assert words in problem.what
    assert problem.remedy
    assert {file: file.read_bytes() for file in squares.rglob("*") if file.is_file()} == before


@pytest.mark.parametrize("title", ["Two\nlines", 'A """ quote', "ends in \\"])
def test_a_title_that_would_break_page_or_program_is_refused(title: str, squares: Path) -> None:
    before = {file: file.read_bytes() for file in squares.rglob("*") if file.is_file()}
    with pytest.raises(BookError, match="is no title"):
        new(squares, "cubes", PAGE, "claim", title)
    assert {file: file.read_bytes() for file in squares.rglob("*") if file.is_file()} == before


def test_a_page_that_is_spelt_almost_right_is_named(squares: Path) -> None:
    with pytest.raises(BookError, match=f"did you mean {PAGE}"):
        new(squares, "cubes", "docs/chapters/square.md", "claim", "")
