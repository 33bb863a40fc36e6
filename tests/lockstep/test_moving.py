"""A figure that moves: an element with its drawing, its words and what its program left; another page may recall it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.utils.yaml import yaml_load

from lockstep.edition import Edition
from lockstep.problem import Problem
from lockstep.site import check_site
from lockstep.site.publish import write_generated

Replace = Callable[[str, str, str], None]
SQUARES, PRIMES, FIG = "docs/chapters/squares.md", "docs/chapters/primes.md", "snippets/fig_squares.py"
LEFT = {"sums": [0, 1, 4, 9], "name": 'a "parabola" < one'}
WORDS = """
How high is `{python} fig_squares.moves['sums'][3]` of [@odd-sum]? *Higher*{: data-press="up" }
{: data-say="result own" }
"""


@pytest.fixture
def moving(squares: Path, replace: Replace, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book with a figure that moves, which another page recalls."""
    (squares / "docs" / "assets").mkdir()
    (squares / "docs" / "assets" / "odd-sums.js").write_text("customElements.define('odd-sums', HTMLElement)")
    replace(SQUARES, "eight squares.\n", "eight squares.\n    moves: odd-sums\n")
    replace(SQUARES, '--8<-- "fig_squares.py"\n```\n', f'--8<-- "fig_squares.py"\n```\n{WORDS}')
    replace(PRIMES, "# Primes\n", "# Primes\n\n/// recall | fig-squares\n\n///\n")
    checked = "for each, told in enumerate(moves['sums']):\n    assert told == sum(odds(each)), moves['name']\n"
    replace(FIG, "figure, axes", f"moves = {LEFT!r}\n{checked}figure, axes")
    monkeypatch.chdir(squares)
    monkeypatch.setenv("LOCKSTEP_SERVE", "1")  # what changes here, nobody has read
    return squares


def shown(book: Path, page: str) -> BeautifulSoup:
    listed = yaml_load((book / "mkdocs.yml").read_text("utf-8"))["markdown_extensions"]
    configured = {name: config for each in listed if isinstance(each, dict) for name, config in each.items()}
    names = [each if isinstance(each, str) else next(iter(each)) for each in listed]
    markdown = Markdown(extensions=names, extension_configs=configured)
    return BeautifulSoup(markdown.convert((book / page).read_text("utf-8")), "html.parser")


def test_nothing_is_wrong_with_it(moving: Path, problems: Callable[[], tuple[Problem, ...]]) -> None:
    assert problems() == ()


@pytest.mark.parametrize("page", [SQUARES, PRIMES])
def test_the_element_holds_the_drawing_the_words_and_what_the_program_left(moving: Path, page: str) -> None:
    [element] = shown(moving, page).select("figure.ls-figure > odd-sums.ls-moves")
    assert element["data-moves"] == "fig-squares"
    assert json.loads(element["data-run"]) == LEFT
    drawing, words = element.find_all(recursive=False)
    assert drawing["class"] == ["ls-drawing"]
    assert drawing.svg
    assert words["data-say"] == "result own"
    assert words.select_one("em[data-press=up]").get_text() == "Higher"
    assert words.select_one(".ls-value").get_text() == "9"
    assert words.select_one("a.ls-ref")["href"].endswith("#odd-sum")
    assert [each.name for each in element.parent.find_all(recursive=False)][:2] == ["odd-sums", "figcaption"]


def test_a_program_that_leaves_nothing_to_move_is_a_problem(
    moving: Path, replace: Replace, problems: Callable[[], tuple[Problem, ...]]
) -> None:
    replace(SQUARES, "`{python} fig_squares.moves['sums'][3]`", "it")
    replace(FIG, "moves = ", "stays = moved = ")
    replace(FIG, "moves['sums']", "moved['sums']")
    replace(FIG, "moves['name']", "moved['name']")
    [problem] = problems()
    assert "the figure moves, and its program leaves nothing for that" in problem.what
    assert "bind `moves` in snippets/fig_squares.py" in problem.remedy


def test_what_no_assertion_depends_on_moves_nothing(
    moving: Path, replace: Replace, problems: Callable[[], tuple[Problem, ...]]
) -> None:
    replace(FIG, "    assert told == sum(odds(each)), moves['name']\n", "    pass\n")
    [problem] = problems()
    assert "a page shows fig_squares.moves, and no assertion depends on it" in problem.what


@pytest.fixture
def long(moving: Path, replace: Replace, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same book, where a page holds less than what the program leaves; built."""
    monkeypatch.setattr("lockstep.render.moving.MOST", 20)
    write_generated(Edition.make(moving))
    build(load_config(str(moving / "mkdocs.yml"), site_dir=str(moving / "site")))
    return moving


def test_what_is_too_long_for_a_page_stands_in_a_file_beside_it(long: Path) -> None:
    for page in (SQUARES, PRIMES):
        [element] = shown(long, page).select("odd-sums")
        assert not element.has_attr("data-run")
        assert json.loads((long / "site" / str(element["data-run-at"])).read_text("utf-8")) == LEFT
    assert not [each for each in check_site(Edition.make(long), long / "site") if "left" in each.what]


def test_such_a_file_holds_what_the_program_left_and_nothing_else(long: Path) -> None:
    file = long / "site" / "generated" / "fig-squares.json"
    for spoil in (lambda: file.write_text(file.read_text("utf-8").replace("9", "8"), "utf-8"), file.unlink):
        spoil()
        [problem] = [each for each in check_site(Edition.make(long), long / "site") if "left" in each.what]
        assert "generated/fig-squares.json is not what the program of the figure left" in problem.what
        assert problem.path == SQUARES


def test_a_page_names_no_file_that_is_not_of_a_figure(long: Path) -> None:
    page = long / "site" / "chapters" / "squares" / "index.html"
    page.write_text(page.read_text("utf-8").replace('"generated/fig-squares.json"', '"generated/other.json"'), "utf-8")
    [problem] = [each for each in check_site(Edition.make(long), long / "site") if "odd-sums" in each.what]
    assert problem.what == "<odd-sums> shows what no program left"


def test_a_file_that_no_figure_asks_for_is_taken_away(long: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edition, file = Edition.make(long), long / "docs" / "generated" / "fig-squares.json"
    before = file.stat().st_mtime_ns
    write_generated(edition)
    assert file.stat().st_mtime_ns == before
    monkeypatch.setattr("lockstep.render.moving.MOST", 20_000)
    write_generated(edition)
    assert not file.exists()


def test_an_element_shows_what_its_program_left_and_nothing_else(moving: Path) -> None:
    forged = '<odd-sums class="ls-moves" data-run=\'{"sums": [7]}\'><p>So</p></odd-sums>\n\n'
    primes = moving / PRIMES
    primes.write_text(primes.read_text("utf-8").replace("/// claim", f"{forged}/// claim", 1), "utf-8")
    build(load_config(str(moving / "mkdocs.yml"), site_dir=str(moving / "site")))
    wrong = {each.what for each in check_site(Edition.make(moving), moving / "site")}
    assert "<odd-sums> shows what no program left" in wrong
    assert [each for each in wrong if "odd-sums" in each and "no program left" not in each] == []
