"""How a statement is carried on: its address, its citation, and a way to say that it is wrong."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from mkdocs.commands.build import build
from mkdocs.config import load_config
from pybtex.database import parse_string

import lockstep
from lockstep.accept import review
from lockstep.book import Book
from lockstep.book.release import CITATION, load_release
from lockstep.edition import Edition
from lockstep.problem import BookError, Problem
from lockstep.render.citations import citation_of_book
from lockstep.site import check_site, hooks

AT = "https://example.org/book2/"
HOOKS, THEME = Path(hooks.__file__), Path(lockstep.__file__).parent / "theme"
CFF = """\
cff-version: 1.2.0
title: Squares
version: "1.10"
date-released: 2025-03-04
authors:
  - given-names: Ada
    family-names: Count
  - name: The friends of R&D
"""
TITLE = "Odd numbers add up to squares"
Made = Callable[[str], Path]
Replace = Callable[[str, str, str], None]


@pytest.fixture
def made(squares: Path, monkeypatch: pytest.MonkeyPatch, replace: Replace) -> Made:
    """Make the site of a book that says how it is cited, and where errors are reported."""
    (squares / CITATION).write_text(CFF, "utf-8")
    replace(
        "mkdocs.yml",
        "      time_limit: 600\n",
        "      time_limit: 600\n      report: issues/new?where=\nextra:\n  repository: https://example.org/code/\n"
        "site_url: !ENV [ADDRESS, '']\n",
    )
    file = squares / "docs" / "index.md"
    file.write_text(f"{file.read_text('utf-8')}\n/// citation\n///\n", "utf-8")
    monkeypatch.chdir(squares)
    assert review(squares, lambda _: "y") == 0

    def made(address: str) -> Path:
        monkeypatch.setenv("ADDRESS", address)
        site, theme = squares / "site", {"name": "material", "font": False, "custom_dir": str(THEME)}
        build(load_config(str(squares / "mkdocs.yml"), site_dir=str(site), theme=theme, hooks=[str(HOOKS)]))
        return site

    return made


def shown(site: Path, page: str = "chapters/squares/") -> BeautifulSoup:
    return BeautifulSoup((site / page / "index.html").read_bytes(), "html.parser")


def entry(text: str) -> dict[str, str]:
    """Return what a bibliography reads in an entry, with its key and its authors."""
    (key, read), *others = parse_string(text, "bibtex").entries.items()
    assert not others
    return {"key": key, "authors": " and ".join(map(str, read.persons["author"])), **read.fields}


def test_a_statement_has_an_address_a_citation_and_a_report(made: Made, squares: Path) -> None:
    site = made(AT)
    foot = shown(site).select_one("#odd-sum > footer")
    assert [each.get_text() for each in foot.select(":scope > a, :scope > button")][-3:] == ["link", "cite", "report"]
    assert foot.find("a", string="link")["href"] == "#odd-sum"
    said = foot.find("a", string="report")["href"]
    assert said == "https://example.org/code/issues/new?where=odd-sum%2C%20Proposition%201.1%2C%20version%201.10"
    assert foot.button["popovertarget"] == foot.pre["id"]
    assert foot.pre.has_attr("popover")
    words, bibtex = foot.pre.get_text().split("\n\n")
    where = f"{AT}chapters/squares/#odd-sum"
    by = "Ada Count, The friends of R&D"
    assert words == f"{by}. {TITLE} (Proposition 1.1, odd-sum). In: Squares, version 1.10, 4 March 2025. {where}"
    assert entry(bibtex) == {
        "key": "squares:odd-sum",
        "authors": r"Count, Ada and {The friends of R\&D}",
        "title": f"{TITLE}. In: Squares",
        "year": "2025",
        "month": "March",
        "note": "Proposition 1.1, identifier odd-sum, version 1.10",
        "url": where,
    }
    assert check_site(Edition.make(squares), site) == wrong_of_the_theme(squares, site)


def wrong_of_the_theme(squares: Path, site: Path) -> list[Problem]:
    """Return what a site has against it that a test gave its theme and not mkdocs.yml: none is a number or a link."""
    found = check_site(Edition.make(squares), site)
    return [each for each in found if "nobody knows" in each.what or "style sheet" in each.what]


def test_the_book_is_cited_on_its_page_and_every_page_says_its_version(made: Made) -> None:
    site = made(AT)
    assert entry(shown(site, "").select_one("article .highlight pre").get_text())["url"] == AT
    for page in ("", "chapters/primes/"):
        assert "Squares, version 1.10, 4 March 2025" in shown(site, page).select_one("footer .md-copyright").get_text()


def test_without_an_address_a_citation_has_none(made: Made) -> None:
    site = made("")
    cited = shown(site).select_one("#odd-sum pre.ls-citation").get_text()
    assert cited.split("\n\n")[0].endswith("4 March 2025.")
    assert "url" not in entry(cited.split("\n\n")[1])


def test_a_formula_in_a_title_is_left_to_tex(made: Made, replace: Replace, squares: Path) -> None:
    replace("docs/chapters/squares.md", f"| {TITLE}", "| All of `sum_2` & $x_1$, 100%")
    assert review(squares, lambda _: "y") == 0
    bibtex = shown(made("")).select_one("#odd-sum pre.ls-citation").get_text().split("\n\n")[1]
    assert entry(bibtex)["title"] == r"All of sum\_2 \& $x_1$, 100\%. In: Squares"


def test_a_book_that_does_not_say_who_wrote_it_is_not_cited(squares_site: tuple[Edition, Path]) -> None:
    foot = shown(squares_site[1]).select_one("#odd-sum > footer")
    assert foot.find("a", string="link")
    assert not foot.select("button, pre")
    assert foot.find("a", string="report") is None


def test_a_page_that_says_how_to_cite_needs_to_know(squares: Path, problems: Callable[[], tuple[Problem, ...]]) -> None:
    file = squares / "docs" / "index.md"
    file.write_text(f"{file.read_text('utf-8')}\n/// citation\n///\n", "utf-8")
    (problem,) = problems()
    assert (problem.path, CITATION in problem.what, "authors" in problem.remedy) == ("docs/index.md", True, True)


#: name: old text, new text, line of the problem, words of the problem.
WRONG = {
    "no YAML": ("title: Squares", "title: [", 4, "not YAML"),
    "no title": ("title: Squares\n", "", 1, "there is no title"),
    "a version that is a number": ('"1.10"', "1.10", 3, "version: given 1.1, which is not"),
    "a day in words": ("2025-03-04", "soon", 4, "date-released: given 'soon'"),
    "a day that there is not": ("2025-03-04", "2025-13-04", 1, "not YAML: month must be in 1..12"),
    "nobody": (CFF[CFF.index("authors") :], "authors: []\n", 5, "authors: given []"),
    "somebody without a name": ("  - name: The friends of R&D", "  - orcid: x", 5, "one of them has no name"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_in_it_is_said(name: str, tmp_path: Path) -> None:
    old, new, line, words = WRONG[name]
    assert CFF.count(old) == 1
    (tmp_path / CITATION).write_text(CFF.replace(old, new), "utf-8")
    with pytest.raises(BookError) as refusal:
        load_release(tmp_path)
    (problem,) = refusal.value.problems
    assert (problem.path, problem.line) == (CITATION, line)
    assert words in problem.what
    assert problem.remedy


def test_a_table_is_expected(tmp_path: Path) -> None:
    (tmp_path / CITATION).write_text("- a\n", "utf-8")
    with pytest.raises(BookError, match="no table of names and values"):
        load_release(tmp_path)


def test_every_month_is_one_that_bibtex_knows(squares: Path) -> None:
    book, months = Book.load(squares), []
    for month in range(1, 13):
        (squares / CITATION).write_text(CFF.replace("-03-", f"-{month:02}-"), "utf-8")
        release = load_release(squares)
        assert release is not None
        months.append(entry(citation_of_book(book, release))["month"])
    assert months == list(calendar.month_name)[1:]
