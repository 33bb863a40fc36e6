"""A book with a lab, built by Zensical: what hooks do for MkDocs is done here too, and every rule of a site is kept."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from odd_lab import with_lab

import lockstep
from lockstep.accept import review
from lockstep.edition import Edition
from lockstep.problem import BookError
from lockstep.site.zensical import generate
from lockstep.site.zensical_config import zensical_config
from lockstep.store import digest_folder


@pytest.fixture(scope="module")
def book(squares_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = with_lab(Path(shutil.copytree(squares_run, tmp_path_factory.mktemp("zensical") / "book")))
    config = root / "mkdocs.yml"
    text = config.read_text("utf-8").replace("  - Reference:\n", "  - Labs: [How odd: lab/odd.py]\n  - Reference:\n")
    text = text.replace(
        "library:", "generator: !ENV [GENERATOR, zensical]\n      synonyms: [[squares, quadrats]]\n      library:"
    )
    config.write_text(f"{text}site_description: What odd numbers add up to\nsite_url: ''\n", "utf-8")
    with (root / "docs/index.md").open("a", encoding="utf-8") as index:
        index.write("\nMore is in [a lab](lab/odd.py#a-picture).\n")
    primes = root / "docs/chapters/primes.md"
    primes.write_text(f"---\nsearch:\n  boost: 4\n---\n{primes.read_text('utf-8')}", "utf-8")
    review(root, lambda question: "y")
    return root


def build(root: Path, *options: str, **surroundings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "lockstep", "build", *options]
    environment = {**os.environ, **surroundings}
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def site(book: Path) -> Path:
    done = build(book)
    assert done.returncode == 0, done.stdout + done.stderr
    return book / "build" / "site"


def read(site: Path, page: str) -> BeautifulSoup:
    return BeautifulSoup((site / page / "index.html").read_text("utf-8"), "html.parser")


def test_a_lab_is_a_page_with_its_contents_and_its_notebook(site: Path) -> None:
    page = read(site, "lab/odd")
    [lab] = page.select("article .jp-Notebook")
    assert [each["id"] for each in lab.select("h1, h2")] == ["how-odd", "a-picture"]
    assert len(lab.select(".ls-math math")) == 1
    assert [each.get_text() for each in lab.select(".ls-output samp")] == ["81", "that is all"]
    assert "../../reference/arithmetic/#arithmetic.odds" in [each["href"] for each in lab.select("a.ls-api")]
    assert "#a-picture" in [each["href"] for each in page.select(".md-nav--secondary a")]
    [download] = lab.select(".ls-download a")
    assert (site / "lab" / "odd" / str(download["href"])).is_file()


def test_a_link_to_a_program_is_one_to_its_page(site: Path) -> None:
    links = [str(each["href"]) for each in read(site, "").select("article a[href]")]
    assert "lab/odd/#a-picture" in links
    assert [each for each in links if each.endswith((".py", ".md"))] == []


def test_the_search_finds_statements_figures_and_labs(site: Path) -> None:
    items = {each["location"]: each for each in json.loads((site / "search.json").read_text("utf-8"))["items"]}
    assert "lab/odd/#a-picture" in items
    stated = {"chapters/squares/#odd-sum": "Odd numbers add up to squares", "chapters/squares/#fig-squares": "Figure"}
    for place, title in stated.items():
        assert title in items[place]["title"]
        assert items[place].keys() == items["chapters/squares/"].keys()
    assert [each for each in items.values() if "<pre" in each["text"]] == []


def test_what_is_not_seen_of_a_title_weighs_it_and_has_its_synonyms_and_whole_names(site: Path) -> None:
    items = {each["location"]: each["title"] for each in json.loads((site / "search.json").read_text("utf-8"))["items"]}
    heavy, stated, page = (
        len("".join(re.findall('^<span hidden="hidden">(.*?)</span>', items[place])).split())
        for place in ("chapters/primes/", "chapters/squares/#odd-sum", "chapters/squares/")
    )
    assert heavy == 0
    assert 0 < stated < page
    assert items["chapters/squares/"].endswith('Squares<span hidden="hidden"> squares quadrats</span>')
    assert "arithmetic.odds" in items["reference/arithmetic/#arithmetic.odds"]


def test_a_site_stands_until_the_other_generator_is_chosen(site: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(site.parents[1], tmp_path / "book"))
    search = "search/search_index.json"
    assert "stands as it would be built now" in build(root).stdout
    done = build(root, "--apart", GENERATOR="mkdocs")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (root / "build/site-mkdocs" / search).is_file()
    assert not (root / "build/site" / search).exists()
    done = build(root, GENERATOR="mkdocs")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (root / "build/site" / search).is_file()
    assert not (root / "build/site" / "search.json").exists()


def test_what_lies_where_the_copy_has_to_be_is_one_problem(book: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(book, tmp_path / "book", ignore=shutil.ignore_patterns("site", "zensical")))
    (root / "build/zensical").touch()
    done = build(root)
    assert done.returncode == 1
    assert done.stderr.startswith("1 problem\n"), done.stderr
    assert "the disk does not let lockstep read or write this" in done.stderr


def test_a_page_is_described_and_says_what_it_may_load(site: Path) -> None:
    page = read(site, "chapters/squares")
    assert page.select_one("meta[name=description]")["content"] == "What odd numbers add up to"
    assert page.select("link[rel=canonical]") == []  # nobody says where the site will be
    assert "script-src 'self'" in str(page.select_one("meta[http-equiv=Content-Security-Policy]")["content"])


def test_a_published_page_has_its_address_and_leads_to_what_is_beside_it(book: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(book, tmp_path / "book", ignore=shutil.ignore_patterns("site")))
    config = root / "mkdocs.yml"
    beside = "{downloads: 'yes', book: b.epub, offline: a.zip, paper: {chapters/squares/: one}}"
    text = config.read_text("utf-8").replace("site_url: ''", f"site_url: https://host/a\nextra: {beside}")
    theme = Path(lockstep.__file__).with_name("theme")
    config.write_text(text.replace("  font: false\n", f"  font: false\n  custom_dir: {theme}\n"), "utf-8")
    review(root, lambda question: "y")
    done = build(root)
    assert done.returncode == 0, done.stdout + done.stderr
    page = read(root / "build" / "site", "chapters/squares")
    assert [each["href"] for each in page.select("link[rel=canonical]")] == ["https://host/a/chapters/squares/"]
    links = [str(each["href"]) for each in page.select(".md-copyright a")]
    assert links == [f"https://host/a/{name}" for name in ("paper/one.pdf", "b.epub", "a.zip")]


def test_chapters_are_numbered_in_the_navigation(site: Path) -> None:
    links = [" ".join(each.get_text().split()) for each in read(site, "").select(".md-nav--primary a.md-nav__link")]
    assert {"1 · Squares", "2 · Primes", "How odd"} <= set(links)


THEME = "theme:\n  name: material\n  font: false\n"
NAV = "nav:\n  - index.md\n  - Chapters:\n      - chapters/squares.md\n      - chapters/primes.md\n"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("site_name: Squares\n", "", "mkdocs.yml:1: there is no site_name"),
        (THEME, "", "theme: given 'mkdocs', and Zensical looks like 'material' alone"),
        (THEME, "theme: readthedocs\n", "theme: given 'readthedocs'"),
        (THEME, f"{THEME}hooks: [arithmetic/__init__.py]\n", "hooks: arithmetic/__init__.py is not called"),
        (NAV + "  - Reference:\n      - reference/arithmetic.md\n", "", "there is no nav"),
        (
            "  - attr_list\n",
            "  - attr_list\n  - toc:\n      slugify: !!python/name:pymdownx.slugs.uslugify\n",
            "toc: slugify is empty, or a tag",
        ),
    ],
)
def test_what_zensical_cannot_read_is_told(squares: Path, old: str, new: str, expected: str) -> None:
    config = squares / "mkdocs.yml"
    text = config.read_text("utf-8")
    assert old in text
    config.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(BookError) as error:
        zensical_config(Edition.make(squares))
    assert expected in str(error.value)
    assert str(error.value).startswith("1 problem\n")


def test_settings_may_be_short_or_empty(squares: Path) -> None:
    config = squares / "mkdocs.yml"
    text = (
        config.read_text("utf-8").replace(THEME, "theme: material\n").replace("  - index.md\n", "  - index.md\n  -\n")
    )
    text = text[: text.index("        python:\n")] + text[text.index("markdown_extensions:") :]
    config.write_text(f"{text}extra:\nsite_description:\n", "utf-8")
    found = zensical_config(Edition.make(squares))
    assert found["theme"] == {"name": "material", "variant": "classic"}
    assert found["nav"][0] == "index.md"
    assert "handlers" not in found["plugins"]["mkdocstrings"]
    assert "site_description" not in found


def test_without_zensical_it_is_told_what_brings_it(squares: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "zensical", None)
    with pytest.raises(BookError, match=r"install `first-token-lockstep\[zensical\]`"):
        generate(Edition.make(squares), squares / "site", {})


def test_a_problem_of_the_site_or_the_book_leaves_the_site_that_stood(site: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(site.parents[1], tmp_path / "book"))
    lab = root / "docs/lab/odd.py"
    lab.write_text(lab.read_text("utf-8").replace("once more", "7001 times"), "utf-8")
    review(root, lambda question: "y")
    done = build(root)
    assert done.returncode == 1
    assert "docs/lab/odd.py:4: nothing says where 7001" in done.stderr, done.stderr
    assert digest_folder(root / "build/site") == digest_folder(site)
    assert [each.name for each in root.glob("build/site*")] == ["site"]
