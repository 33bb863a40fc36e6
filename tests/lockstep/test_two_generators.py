"""One book, two site generators, by configuration alone: MkDocs, and Zensical, which follows it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from lockstep.edition import Edition
from lockstep.site import check_site
from lockstep.site.publish import write_generated

#: What must be the same, and the least of each that the book holds.
PARTS = {
    ".ls-statement": 2,
    ".ls-proof": 1,
    ".ls-math math": 4,
    "a.ls-value": 4,
    "a.ls-ref": 3,
    ".ls-snippet": 4,
    ".ls-output samp": 3,
    ".ls-figure svg": 1,
    ".ls-given": 1,
}
ZENSICAL = [sys.executable, "-m", "zensical", "build"]


@pytest.fixture(scope="module")
def zensical_site(squares_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site that Zensical builds of a book whose generated files are there."""
    root = Path(shutil.copytree(squares_run, tmp_path_factory.mktemp("zensical") / "book"))
    write_generated(Edition.make(root))
    built = subprocess.run(ZENSICAL, cwd=root, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    return root / "site"


def parts(edition: Edition, site: Path, selector: str) -> dict[str, list[str]]:
    found = {}
    for page in edition.book.pages:
        path = site / re.sub(r"(?:(?<=/)|^)index\.md$", "", page.uri).replace(".md", "") / "index.html"
        html = BeautifulSoup(path.read_bytes(), "html.parser")
        for told in html.select("[data-search-exclude]"):
            del told["data-search-exclude"]  # of the search: one of the two takes it out once it has read it
        found[page.uri] = [" ".join(str(tag).split()) for tag in html.select(f"article {selector}")]
    return found


@pytest.mark.parametrize("selector", PARTS)
def test_both_show_the_same(selector: str, squares_site: tuple[Edition, Path], zensical_site: Path) -> None:
    edition, mkdocs_site = squares_site
    one, other = (parts(edition, site, selector) for site in (mkdocs_site, zensical_site))
    assert len(one) == len(edition.book.pages) >= 3
    assert sum(map(len, one.values())) >= PARTS[selector]
    assert one == other


def test_both_keep_every_rule_of_a_site(squares_site: tuple[Edition, Path], zensical_site: Path) -> None:
    edition, mkdocs_site = squares_site
    assert check_site(edition, mkdocs_site) == []
    assert check_site(edition, zensical_site) == []


def test_both_bring_the_font(squares_site: tuple[Edition, Path], zensical_site: Path) -> None:
    for site in (squares_site[1], zensical_site):
        assert (site / "generated" / "math.woff2").is_file()


def test_both_find_statements(squares_site: tuple[Edition, Path], zensical_site: Path) -> None:
    indexes = (squares_site[1] / "search" / "search_index.json", zensical_site / "search.json")
    for index in indexes:
        text = json.dumps(json.loads(index.read_text("utf-8")), ensure_ascii=False)
        assert "Odd numbers add up to squares" in text
        assert "{python}" not in text


def test_a_problem_stops_zensical_too(squares: Path, replace: Callable[[str, str, str], None]) -> None:
    replace("snippets/twin_primes.py", "pairs[0] == (3, 5)", "pairs[0] == (5, 7)")
    built = subprocess.run(ZENSICAL, cwd=squares, capture_output=True, text=True, check=False)
    assert built.returncode != 0
    assert "snippets/twin_primes.py:10: the program failed: AssertionError: assert (3, 5) == (5, 7)" in built.stderr
    assert not list((squares / "site").rglob("primes/index.html"))
