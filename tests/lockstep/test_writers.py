"""What may change a page beside its source: hooks, templates, scripts and style sheets are those that are known."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import lockstep
from lockstep.book.page import parse_page
from lockstep.problem import Problem
from lockstep.site.document import Document
from lockstep.site.styles import join_styles
from lockstep.site.writers import HOOKS, check_writers

OWN = Path(lockstep.__file__).parent
THEME = {
    *("404.html", "main.html", "partials/copyright.html"),
    *(
        f"assets/{name}.css"
        for name in ("api", "cards", "code", "colours", "lab", "lockstep", "material", "print", "printed")
    ),
    *(
        "assets/reference.css",
        "assets/moves.css",
        "assets/controls.js",
        "assets/moves.js",
        "assets/near.js",
        "assets/parts.js",
        "assets/words.js",
        "assets/cards.js",
        "assets/code.js",
        "assets/frame.js",
        "assets/ledger.js",
        "assets/programs.js",
    ),
}
#: What lockstep's templates put in the place of Material's.
BLOCKS = {"extrahead", "styles", "scripts", "header", "content"}

Replace = Callable[[str, str, str], None]


@pytest.fixture
def site(squares: Path) -> Path:
    """A book whose looks are all known."""
    shutil.copytree(OWN / "theme", squares / "theme")
    for name in HOOKS:
        (squares / name).parent.mkdir()
        shutil.copy(OWN / name, squares / name)
    (squares / "docs" / "own.css").write_text('p::before { content: "→ \\201c" attr(href) }')
    config = (squares / "mkdocs.yml").read_text("utf-8")
    config = config.replace("  font: false\n", "  font: false\n  custom_dir: theme\n")
    (squares / "mkdocs.yml").write_text(f"hooks: [{', '.join(HOOKS)}]\nextra_css: [own.css]\n{config}", "utf-8")
    built = squares / "site"
    shutil.copytree(OWN / "theme" / "assets", built / "assets")
    shutil.copy(squares / "docs" / "own.css", built)
    return built


def found(site: Path) -> list[Problem]:
    return sorted(check_writers(site.parent, (), site))


def test_what_is_known_may_stand_there(site: Path) -> None:
    assert found(site) == []


@pytest.mark.parametrize(
    ("path", "old", "new", "words"),
    [
        ("lab/hooks.py", "", "# more\n", "hooks: lab/hooks.py may change any page"),
        ("theme/main.html", "", "An announcement", "a template or a file of the theme that is none of lockstep's"),
        ("theme/partials/header.html", "", "A header", "a template or a file of the theme that is none of lockstep's"),
        ("site/assets/code.js", "", "// more\n", "assets/code.js: a script or style sheet that nobody knows"),
        ("site/more.js", "", "// more\n", "more.js: a script or style sheet that nobody knows"),
        ("site/more.css", "", "p { color: red }", "more.css: a script or style sheet that nobody knows"),
        ("site/own.css", "→", "bits", "the style sheet writes 'bits"),
        ("site/own.css", "→", "½", "the style sheet writes '½"),
        ("site/own.css", "\\201c", "\\62 its", "the style sheet writes '→ bits"),
        ("site/own.css", "attr(href)", "attr(data-said)", "the style sheet writes '→ “"),
        ("site/own.css", "attr(href)", "counter(page)", "the style sheet writes '→ “"),
    ],
)
def test_what_nobody_knows_is_a_problem(site: Path, path: str, old: str, new: str, words: str) -> None:
    file = site.parent / path
    text = file.read_text("utf-8") if file.exists() else ""
    file.write_text(text.replace(old, new, 1), "utf-8")
    [problem] = found(site)
    assert words in problem.what
    assert (site.parent / problem.path).is_file()


def test_what_is_joined_of_known_sheets_is_known(site: Path) -> None:
    links = "".join(f'<link rel="stylesheet" href="{each}">' for each in ("own.css", "assets/code.css"))
    (site / "index.html").write_text(links)
    join_styles(site)
    [joined] = site.glob("assets/all-*.css")
    assert found(site) == []
    joined.write_text(joined.read_text("utf-8").replace("own.css ", "", 1), "utf-8")
    [problem] = found(site)
    assert "nobody knows" in problem.what


def test_a_script_of_the_book_is_a_problem_where_it_stands(site: Path) -> None:
    for folder in (site, site.parent / "docs"):
        (folder / "own.js").write_text("document.title = 'x'")
    [problem] = found(site)
    assert problem.path == "docs/own.js"


def test_the_script_of_a_figure_that_moves_is_known(site: Path, replace: Replace) -> None:
    module = site.parent / "docs" / "assets" / "odd-sums.js"
    module.parent.mkdir()
    for file in (module, site / "assets" / "odd-sums.js"):
        file.write_text("customElements.define('odd-sums', class extends HTMLElement {})")
    path = "docs/chapters/squares.md"
    source = (
        (site.parent / path).read_text("utf-8").replace("eight squares.\n", "eight squares.\n    moves: odd-sums\n")
    )
    page = parse_page("docs", path, source, chapter=1)
    document = Document("chapters/squares/index.html", BeautifulSoup("", "html.parser"), path, source, page)
    assert list(check_writers(site.parent, (document,), site)) == []
    assert len(found(site)) == 1
    for file in (module, site / "assets" / "odd-sums.js"):
        file.write_text('import { sum } from "./sums.js"\n')
    for folder in (module.parent, site / "assets"):
        (folder / "sums.js").write_text('import { one } from "./ones.js"\nexport const sum = one\n')
        (folder / "ones.js").write_text('import { sum } from "./sums.js"\nexport const one = sum ?? 1\n')
    assert list(check_writers(site.parent, (document,), site)) == []
    (site / "assets" / "others.js").write_text("document.title = 'x'")
    [problem] = check_writers(site.parent, (document,), site)
    assert "others.js: a script or style sheet that nobody knows" in problem.what
    for name in ("others.js", "sums.js", "ones.js"):
        (site / "assets" / name).unlink()
    module.write_text("document.title = 'x'")
    [problem] = check_writers(site.parent, (document,), site)
    assert "odd-sums.js: a script or style sheet that nobody knows" in problem.what


def test_the_files_of_the_theme_are_those_of_a_list() -> None:
    there = {each.relative_to(OWN / "theme").as_posix() for each in (OWN / "theme").rglob("*") if each.is_file()}
    assert there == THEME


def test_templates_replace_these_parts_of_a_page_and_no_others() -> None:
    templates = [file.read_text("utf-8") for file in (OWN / "theme").glob("*.html")]
    assert {part.split()[0] for text in templates for part in text.split("{% block ")[1:]} == BLOCKS
