# ruff: noqa: E501 (a row of the table is one broken site)
"""The built site: each thing that a renderer loses, breaks or lets through is one problem, at the line to mend."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from lockstep.accept import review
from lockstep.edition import Edition
from lockstep.problem import Problem
from lockstep.site import check_documents, check_site
from lockstep.site.document import Document, load_documents

Found = Callable[[], list[Problem]]
Change = Callable[[str], str]

INDEX, SQUARES, PRIMES = "index.html", "chapters/squares/index.html", "chapters/primes/index.html"
PAGES = {INDEX: "docs/index.md", SQUARES: "docs/chapters/squares.md", PRIMES: "docs/chapters/primes.md"}
FORMULA = re.compile(r'<span class="ls-math"><math><mi>n</mi><mo>≥</mo>.*?</span>', re.S)
PARAGRAPH = "<p>Below two hundred"


def instead(text: str) -> Change:
    """Put HTML before a paragraph of the page about primes."""
    return lambda html: html.replace(PARAGRAPH, text + PARAGRAPH)


def swap(old: str, new: str) -> Change:
    return lambda html: html.replace(old, new)


#: name: file of the site, what happens to it, text on the line at which the problem must stand, words of the problem.
BROKEN: dict[str, tuple[str, Change, str, str]] = {
    "a link to no page": (PRIMES, swap('href="../squares/#odd-sum"', 'href="../sqares/#odd-sum"'), "[@odd-sum]", "leads to nothing"),
    "a link to no anchor": (PRIMES, swap('class="ls-value" href="#code-twin-primes"', 'class="ls-value" href="#code-twin_primes"'), "twin_primes.table", "leads to no anchor"),
    "a link to no anchor of another page": (INDEX, swap("<p>A book", '<p><a href="chapters/squares/#odd">x</a> A book'), "", "no anchor: chapters/squares/index.html"),
    "a link out of the site": (PRIMES, instead('<a href="../../../x.html">x</a>'), "", "leads to nothing"),
    "a link to the root of another site": (PRIMES, instead('<a href="/chapters/square/">x</a>'), "", "leads to nothing"),
    "an id that stands twice": (PRIMES, instead('<p id="twin-primes">x</p>'), "id: twin-primes", "stands 2 times"),
    "an image of another host": (PRIMES, instead('<img src="https://example.org/x.png">'), "", "another host"),
    "an image of another host in a set": (PRIMES, instead('<img srcset="data:x 1x, //example.org/x.png 2x">'), "", "another host"),
    "an object of another host": (PRIMES, instead('<object data="https://example.org/x.svg"></object>'), "", "another host"),
    "a poster of another host": (PRIMES, instead('<video poster="https://example.org/x.png"></video>'), "", "another host"),
    "a drawing that uses another host": (PRIMES, instead('<svg><use href="https://example.org/x.svg#y"></use></svg>'), "", "another host"),
    "a script of another host": (PRIMES, instead('<script src="//example.org/x.js"></script>'), "", "another host"),
    "a style sheet of another host": (PRIMES, instead('<link rel="stylesheet" href="https://example.org/x.css">'), "", "another host"),
    "a connection to another host": (PRIMES, instead('<link rel="preconnect" href="https://example.org">'), "", "another host"),
    "a style that imports from another host": (PRIMES, instead('<style>@import "https://example.org/x.css";</style>'), "", "another host"),
    "a style attribute with an address": (PRIMES, instead('<b style="background: url(https://example.org/x.png)">x</b>'), "", "another host"),
    "a file that is loaded and not there": (PRIMES, instead('<img src="../x.png">'), "", "is loaded and is not there"),
    "TeX in the text": (PRIMES, instead(r"<p>for \(n\)</p>"), "", "TeX was not rendered"),
    "an environment of TeX": (PRIMES, instead(r"<p>\begin{aligned}</p>"), "", "TeX was not rendered"),
    "TeX between dollars": (PRIMES, instead("<p>for $n$</p>"), "", "TeX was not rendered"),
    "an include in a box": (PRIMES, instead('<pre><code>--8&lt;-- "twin_primes.py"</code></pre>'), '--8<-- "twin_primes.py"', "an include was not rendered"),
    "a value in code": (PRIMES, instead("<code>{python} twin_primes.table['count']</code>"), "{python} twin_primes", "a value was not rendered"),
    "a reference in the text": (PRIMES, instead("<p>see [@odd-sum]</p>"), "[@odd-sum]", "a reference was not rendered"),
    "a given number": (PRIMES, instead("<p>in [every]{.given} way</p>"), "[every]{.given", "given was not rendered"),
    "what was put aside and not put back": (PRIMES, instead("<p>wzxhzdk:3</p>"), "", "put aside was not rendered"),
    "a word that was put aside and not put back": (PRIMES, instead("<p>klzzwxh:0003</p>"), "", "put aside was not rendered"),
    "a block": (PRIMES, instead("<p>/// claim | Twin primes</p>"), "/// claim", "a block was not rendered"),
    "what the renderer missed": (PRIMES, instead('<strong class="ls-missing">twin_primes?</strong>'), "twin_primes", "is missing"),
    "an API entry that is none": (PRIMES, instead('<autoref identifier="arithmetic.odd">odd</autoref>'), "", "nothing is called 'odd'"),
    "a statement that is lost": (PRIMES, swap("ls-statement", "statement"), "/// claim", "states the statement 'twin-primes'"),
    "a proof that is lost": (SQUARES, swap("ls-proof", "proof"), "/// proposition", "states the proof of 'odd-sum'"),
    "a figure that is lost": (SQUARES, swap('class="ls-figure"', 'class="figure"'), "/// figure", "states the figure 'fig-squares'"),
    "a fence that is lost": (SQUARES, swap('class="ls-file">snippets/odd_sum.py · every', 'class="file">'), "```python", "states the code 'snippets/odd_sum.py · every'"),
    "a value that is lost": (PRIMES, swap("ls-value", "value"), "{python} twin_primes", "states the value"),
    "a reference that is lost": (PRIMES, swap("ls-ref", "ref"), "[@odd-sum]", "states the reference 'odd-sum'"),
    "a formula that is lost": (SQUARES, lambda html: FORMULA.sub("", html), r"For every $n \ge 0$", "states the formula 'n≥0'"),
    "a value with other digits": (PRIMES, swap(">15</a>", ">16</a>"), "{python} twin_primes", "where 16 comes from"),
    "output that the run did not print": (PRIMES, swap("<samp>15 pairs", "<samp>16 pairs"), "", "code or output that no program gave: '16 pairs"),
    "code that is not the program's": (SQUARES, lambda html: re.sub(r"(count = (?:<[^>]*>)?)12", r"\g<1>13", html, count=1), "", "code or output that no program gave"),
    "a number that is not the statement's": (PRIMES, swap(">Claim 2.1<", ">Claim 2.7<"), "", "where 2.7 comes from"),
    "a reference by another number": (PRIMES, swap("squares (1.1)</a> in", "squares (1.2)</a> in"), "[@odd-sum]", "where 1.2 comes from"),
    "a word that is lost": (PRIMES, swap("Below two hundred", "Below hundred"), "# Primes", "does not show two"),
    "a word that nobody wrote": (PRIMES, swap("Below two", "Below about two"), "# Primes", "does not have, about"),
    "words of another section": (INDEX, swap("what primes do", "what they do"), "# Numbers", "does not show primes"),
    "a sentence that is hidden": (PRIMES, swap("<p>Below", "<p hidden>Below"), "# Primes", "does not show primes, Below"),
    "a sentence that has a look of its own": (PRIMES, swap("<p>Below", '<p style="opacity: 0">Below'), "", "a look of its own"),
    "a script on the page": (PRIMES, instead("<script>0</script>"), "", "a script element stands on the page"),
    "a style on the page": (PRIMES, instead("<style>p { opacity: 0 }</style>"), "", "a style element stands on the page"),
    "a formula that is shown twice": (SQUARES, lambda html: FORMULA.sub(r"\g<0>\g<0>", html), "", "more than its source states"),
}  # fmt: skip


#: What is said of nearly everything that is put on a page, beside what is wrong with it in a case.
BESIDE = re.compile(
    "the built section|that no program|comes from|a look of its own|stands on the page|than its source states it|search finds"
)


@pytest.fixture
def site(squares_site: tuple[Edition, Path], tmp_path: Path) -> Path:
    """A copy of the site: of names only, so a test must replace a file, not write into it."""
    return Path(shutil.copytree(squares_site[1], tmp_path / "site", copy_function=os.link))


@pytest.fixture(scope="module")
def documents(squares_site: tuple[Edition, Path]) -> tuple[Document, ...]:
    """The site, parsed once."""
    return load_documents(squares_site[0].book, squares_site[1])


@pytest.fixture
def found(squares_site: tuple[Edition, Path], documents: tuple[Document, ...], site: Path) -> Found:
    """Check the copy, of which only what was replaced is parsed again."""

    def current() -> Iterator[Document]:
        for each in documents:
            if (path := site / each.file).exists():
                same = path.samefile(squares_site[1] / each.file)
                yield each if same else replace(each, html=BeautifulSoup(path.read_bytes(), "html.parser"))

    return lambda: check_documents(squares_site[0], tuple(current()), site)


def edit(path: Path, change: Change) -> None:
    before = path.read_text("utf-8")
    after = change(before)
    assert before != after, "the test changed nothing"
    path.unlink()
    path.write_text(after, "utf-8")


@pytest.mark.parametrize("name", BROKEN)
def test_one_problem(name: str, squares_site: tuple[Edition, Path], site: Path, found: Found) -> None:
    file, change, at, words = BROKEN[name]
    edit(site / file, change)
    problems = found()
    [problem] = [each for each in problems if words in each.what]
    assert [each for each in problems if each != problem and not BESIDE.search(each.what)] == []
    assert problem.remedy
    assert problem.path == PAGES[file]
    lines = (squares_site[0].book.settings.root / problem.path).read_text("utf-8").splitlines()
    assert at in lines[problem.line - 1]


def test_the_site_itself_has_no_problem(squares_site: tuple[Edition, Path], found: Found) -> None:
    assert check_site(*squares_site) == []
    assert found() == []


def test_links_to_other_hosts_and_marks_in_code_are_free(site: Path, found: Found) -> None:
    free = (
        '<a href="https://example.org/">x</a> <a href="mailto:a@example.org">x</a> <link rel="canonical" '
        r'href="https://example.org/"> <code>\(x\) [@x] $x$</code> <img src="data:image/png;base64,AA=="> '
        '<a href="#">top</a> <a href="/chapters/squares/#odd-sum">x</a> <a href="../..">x</a>'
    )
    edit(site / PRIMES, instead(free))
    assert [problem for problem in found() if not BESIDE.search(problem.what)] == []


def test_a_page_that_is_not_in_the_site(site: Path, found: Found) -> None:
    (site / PRIMES).unlink()
    lost = [problem for problem in found() if problem.path == PAGES[PRIMES]]
    assert [problem.what for problem in lost] == ["the site has no such page"]


def test_style_sheets_load_nothing_from_elsewhere(site: Path, found: Found) -> None:
    sheet = site / "assets" / "x.css"
    sheet.write_text(
        '@import "//example.org/x.css"; a { background: url(missing.png) } b { background: url("data:x") }'
    )
    assert [problem.what for problem in found()] == [
        "assets/x.css: a script or style sheet that nobody knows",
        "in assets/x.css: 'missing.png' is loaded and is not there",
        "in assets/x.css: a request to another host: '//example.org/x.css'",
    ]


@pytest.mark.parametrize("flat", [False, True])
def test_what_the_search_finds_is_on_the_page(site: Path, found: Found, flat: bool) -> None:
    index = site / "search" / "search_index.json"
    edit(index, swap("Below two hundred", "Below 7001"))
    if flat:  # as Zensical writes it
        (site / "search.json").write_text(index.read_text("utf-8").replace('"docs":', '"items":'), "utf-8")
        index.unlink()
    [problem] = found()
    assert problem.path == PAGES[PRIMES]
    assert "the search finds 7001" in problem.what


def test_what_is_no_page_is_named(site: Path, found: Found) -> None:
    edit(site / "404.html", swap("</body>", '<a href="/nowhere/">x</a></body>'))
    [problem] = found()
    assert problem.path == "mkdocs.yml"
    assert "in 404.html: the link '/nowhere/' leads to nothing" in problem.what


def test_a_site_that_fails_is_not_published(squares: Path) -> None:
    published = squares / "build" / "site"
    published.mkdir(parents=True)
    (published / "index.html").write_text("the last good one")
    with (squares / "docs" / "index.md").open("a") as page:
        page.write("\nSee [the sum](chapters/squares.md#sum).\n\n<p>See `{python} odd_sum.total`.</p>\n")
    count = len((squares / "docs" / "index.md").read_text().splitlines())
    review(squares, lambda question: "y")
    command = [sys.executable, "-m", "lockstep", "build"]
    run = subprocess.run(command, cwd=squares, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "2 problems" in run.stderr
    assert f"docs/index.md:{count - 2}: the link 'chapters/squares/#sum' leads to no anchor" in run.stderr
    assert f"docs/index.md:{count}: a value was not rendered" in run.stderr
    assert (published / "index.html").read_text() == "the last good one"
    assert [each.name for each in sorted((squares / "build").iterdir()) if each.is_dir()] == [
        "names",
        "records",
        "site",
    ]
