"""What two generators make of the essay is compared, and no loss of the second goes unnoticed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from checkout import ROOT

from machine.two_sites import compared

PAGE = """<!doctype html><title>Dice</title><meta name="description" content="Of dice">
<link rel="canonical" href="https://host/dice/"><meta property="og:image" content="dice.png">
<nav class="md-nav--primary"><a href="%sother/">Other</a></nav>
<nav class="md-nav--secondary"><a href="#fair">Fairness</a></nav>
<article>
<h1 id="dice">Dice</h1>
<section class="ls-statement" id="fair"><p class="ls-title">A fair die</p><p>It shows
<math><mn>6</mn></math> as <a class="ls-ref" href="../other/#one">one</a>,
<a class="ls-value" href="#run">0.17</a>.</p><details class="ls-proof"><p>By symmetry.</p></details></section>
<div class="ls-snippet"><pre>print(6)</pre><div class="ls-output"><samp>6</samp></div></div>
<figure class="ls-figure">Drawn</figure><span class="ls-cite"><a href="https://far/a//b">[1]</a></span>
<table><tr><td>a sixth</td></tr></table><div class="doc-object">roll</div></article>
<footer class="md-footer"><a href="../other/">Next</a></footer>"""
ENTRIES = [
    {"location": "dice/", "title": "Dice", "text": "<p>It shows 6 as one.</p>"},
    {"location": "dice/#fair", "title": "A fair die", "text": "<p>It shows <b>6</b></p>"},
]


@pytest.fixture
def sites(tmp_path: Path) -> tuple[Path, Path]:
    """Two sites of the same page, as the two generators write it."""
    one, other = tmp_path / "one", tmp_path / "other"
    for site in (one, other):
        (site / "dice").mkdir(parents=True)
        (site / "programs.zip").write_bytes(b"all")
        (site / "dice/index.html").write_text(PAGE % ("../" if site == one else "/"))
    (one / "search").mkdir()
    (one / "search/search_index.json").write_text(json.dumps({"docs": ENTRIES}))
    unseen = '<span hidden="hidden"> bones</span>'
    more = [{**each, "title": each["title"] + unseen, "level": 1, "path": [], "tags": []} for each in ENTRIES]
    (other / "search.json").write_text(json.dumps({"items": more}))
    return one, other


def test_the_same_pages_are_found_to_be_the_same(sites: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    (sites[1] / "assets/javascripts").mkdir(parents=True)
    (sites[1] / "assets/javascripts/own.js").touch()
    page = sites[1] / "dice/index.html"
    text = page.read_text().replace("<article>", '<article>\n<a id="__skip" tabindex="-1"></a>')
    page.write_text(text.replace('href="../other/#one"', 'data-search-exclude href="./../other/#one"'))
    assert compared(*sites, {}) == []
    told = capsys.readouterr().out
    assert told.count("\n") == 1
    for count in ("1 statements", "1 proofs", "1 formulas", "3 links", "1 other files", "2 entries of the search"):
        assert count in told
    assert "title" not in told


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("<title>Dice", "<title>Die", "title"),
        ("Of dice", "", "description"),
        ("https://host/", "/", "addresses"),
        ("dice.png", "die.png", "addresses"),
        (">Other<", ">Another<", "navigation"),
        ("Fairness", "Fair", "contents"),
        ('<a href="../other/">Next', '<a href="../others/">Next', "footer"),
        (' id="dice"', ' id="die"', "headings"),
        ("A fair die", "A die", "statements"),
        ("By symmetry", "Clearly", "proofs"),
        ("<mn>6", "<mn>5", "formulas"),
        ("0.17", "0.16", "values"),
        ("other/#one", "other/#two", "references"),
        ("print(6)", "print(5)", "programs"),
        ("<samp>6", "<samp>5", "outputs"),
        ("Drawn", "", "figures"),
        ("[1]", "", "citations"),
        ("far/a//b", "far/a/b", "citations"),
        ("a sixth", "a fifth", "tables"),
        (">roll", ">throw", "entries of the API"),
        ("It shows", "It showed", "articles"),
    ],
)
def test_what_is_lost_is_named(sites: tuple[Path, Path], old: str, new: str, part: str) -> None:
    page = sites[1] / "dice/index.html"
    text = page.read_text()
    assert old in text
    page.write_text(text.replace(old, new))
    found = compared(*sites, {})
    count = 2 if part == "addresses" else 1
    assert [each for each in found if each.startswith(f"dice/index.html: {part}: {count} and {count}\n")], found
    assert compared(sites[1], sites[1], {}) == []


def test_a_file_or_a_page_that_lacks_is_named(sites: tuple[Path, Path]) -> None:
    (sites[1] / "programs.zip").write_bytes(b"some")
    assert ["programs.zip: 1 and 1" in each for each in compared(*sites, {})] == [True]
    (sites[1] / "programs.zip").unlink()
    assert compared(*sites, {}) == ["programs.zip is not there"]
    shutil.rmtree(sites[0] / "dice")
    found = compared(*sites, {})
    assert "dice/index.html: articles is only there" in found


def test_maps_of_the_site_have_the_same_addresses(sites: tuple[Path, Path]) -> None:
    (sites[0] / "sitemap.xml").write_text("<loc>https://a/</loc><lastmod>1970-01-01</lastmod>")
    (sites[1] / "sitemap.xml").write_text("<loc>https://a/</loc>")
    assert compared(*sites, {}) == []
    (sites[1] / "sitemap.xml").write_text("<loc>https://b/</loc>")
    [found] = compared(*sites, {})
    assert found.startswith("sitemap.xml: 1 and 1\n")


def test_without_an_address_a_map_of_the_site_has_none(sites: tuple[Path, Path]) -> None:
    (sites[0] / "sitemap.xml").write_text("<urlset></urlset>")
    (sites[1] / "sitemap.xml").write_text("<urlset><loc>/</loc></urlset>")
    assert compared(*sites, {}) == []


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        (ENTRIES[:1], "search: dice/#fair: 4 and 1"),
        ([*ENTRIES, {"location": "dice/#unfair", "title": "", "text": ""}], "search: dice/#unfair is only there"),
        ([ENTRIES[0], {**ENTRIES[1], "title": "A die"}], "search: dice/#fair: 4 and 4\n    -A fair die\n    +A die"),
        ([ENTRIES[0], {**ENTRIES[1], "text": "It shows 5"}], "search: dice/#fair: 4 and 4\n    -6\n    +5"),
    ],
)
def test_what_the_search_does_not_find_is_named(
    sites: tuple[Path, Path], items: list[dict[str, str]], expected: str
) -> None:
    (sites[1] / "search.json").write_text(json.dumps({"items": items}))
    [found] = compared(*sites, {})
    assert found.startswith(expected)


def test_a_statement_that_neither_search_finds_is_named(sites: tuple[Path, Path]) -> None:
    (sites[0] / "search/search_index.json").write_text(json.dumps({"docs": ENTRIES[:1]}))
    (sites[1] / "search.json").write_text(json.dumps({"items": ENTRIES[:1]}))
    [lost] = compared(*sites, {})
    assert lost.startswith("search: dice/#fair: 1 and 1")


def test_what_is_known_to_differ_is_told_with_its_reason_for_as_long_as_it_does(
    sites: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    (sites[1] / "programs.zip").write_bytes(b"some")
    assert compared(*sites, {"programs.zip": "it is packed anew"}) == []
    assert "programs.zip: it is packed anew" in capsys.readouterr().out
    (sites[1] / "programs.zip").write_bytes(b"all")
    [stale] = compared(*sites, {"programs.zip": "it is packed anew"})
    assert "does not differ any more" in stale


def test_a_difference_ends_with_an_error_and_is_shown_in_part(sites: tuple[Path, Path], tmp_path: Path) -> None:
    more = "".join(f"<p>{'seven ' * 50}{number}</p>" for number in range(20))
    page = sites[1] / "dice/index.html"
    page.write_text(page.read_text().replace("</article>", f"{more}</article>"))
    for site, name in zip(sites, ("mkdocs", "zensical"), strict=True):
        shutil.copytree(site, tmp_path / f"build/site-{name}")
    done = ran(tmp_path)
    assert done.returncode == 1
    found = done.stderr.partition("dice/index.html: articles: 1 and 1\n    ")[2].split("\n    ")
    assert len(found) == 8
    assert max(map(len, found)) == 160


def ran(folder: Path) -> subprocess.CompletedProcess[str]:
    command, surroundings = [sys.executable, "-m", "machine.two_sites"], {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, env=surroundings, capture_output=True, text=True, check=False)


def test_where_a_site_is_not_built_it_is_told_what_builds_it(tmp_path: Path) -> None:
    done = ran(tmp_path)
    assert done.returncode == 1
    assert done.stderr == (
        "not built yet: build/site-mkdocs, build/site-zensical. `make build-zensical` builds both, and compares them\n"
    )
