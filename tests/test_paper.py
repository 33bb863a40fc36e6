"""`make paper` prints what a page says and leaves out what only a screen needs, the same each time, or says why not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import material
import pytest
from pypdf import PdfReader

from lockstep.book.release import load_release
from machine.browser import NoBrowserError, find
from machine.paper import NAME, settled
from machine.sheets import sheets

ROOT = Path(__file__).parents[1]
THEME = ROOT / "src/lockstep/theme/assets"
MATERIAL = Path(material.__file__).parent / "templates/assets/stylesheets"
SHEETS = [*MATERIAL.glob("main.*.css"), *(THEME / f"{name}.css" for name in ("lockstep", "code", "print"))]
FAR = "https://far.example/a/long/address"
HEAD = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>x</title>{}</head><body>"""
NAVIGATION = """<div class="md-sidebar"><nav class="md-nav--primary"><ul>
<li><a class="md-nav__link" href="../">The question</a></li>
<li class="md-nav__item--section md-nav__item--active"><nav class="md-nav">
<a class="md-nav__link" href="./">The essay in one page</a>
<a class="md-nav__link" href="#within">Within</a>{}</nav></li>
<li class="md-nav__item--section"><nav class="md-nav"><a class="md-nav__link" href="../lab/">A lab</a></nav></li>
</ul></nav></div>"""
ENTRY = '<a class="md-nav__link" href="{}/"><span> {} · {} </span></a>'
CHAPTER = f"""<article class="md-content__inner md-typeset"><h1 id="chain">The chain</h1>
<p>A page <a href="{FAR}">far away</a> and <a href="{FAR}">again</a>, <a href="../../lab/#part">near</a>, and
<a href="#within">within</a>.
<span class="ls-cite">(<a href="../../reference/bibliography/#one">One 2001</a>)</span></p>
<button class="ls-copy">copied</button>
<table><thead><tr><th>Word</th><th>Share</th></tr></thead><tbody><tr><th>this</th><td>half</td></tr></tbody></table>
<h2 id="within">Within</h2>
<section class="ls-statement"><p class="ls-title">A statement</p>
<details class="ls-proof"><summary>Proof</summary><p>It follows.</p><p>LAST LINE</p></details></section>
<figure class="ls-figure"><div class="ls-drawing">drawing</div><figcaption>Figure</figcaption>
<details class="ls-whole ls-drew"><summary>What drew it</summary><pre><code>axes.plot(PLOTTING)</code></pre></details>
</figure>
<div class="ls-snippet"><details class="ls-code ls-heart" open><summary>file</summary><pre><code>heart()</code></pre>
</details></div></article>"""
WORKS = """<div class="ls-bibliography"><ul>
<li id="one"><p><span class="ls-source">Author One. <a href="https://one.example/work">one.example</a></span></p>
<p class="ls-uses">Cited in a chapter.</p></li>
<li id="two"><p><span class="ls-source">Author Two.</span></p></li></ul></div>"""


def write(folder: Path, chapters: dict[str, str], head: str = "") -> None:
    """Write a site with an essay of these chapters, which are all alike."""
    site = folder / "build/site"
    (site / "assets").mkdir(parents=True, exist_ok=True)
    for sheet in SHEETS:
        shutil.copy(sheet, site / "assets")
    (site / "generated").mkdir(exist_ok=True)
    (site / "generated/math.woff2").touch()
    styles = "".join(f'<link rel="stylesheet" href="{{}}assets/{sheet.name}">' for sheet in SHEETS)
    entries = "".join(ENTRY.format(name, *each.split(" · ")) for name, each in chapters.items())
    essay = f'{NAVIGATION.format(entries)}<article class="md-typeset"><h1 id="essay">The essay</h1></article>'
    pages = {"essay/": essay, "reference/bibliography/": WORKS} | {f"essay/{name}/": CHAPTER for name in chapters}
    for address, body in pages.items():
        up = "../" * address.count("/")
        (site / address).mkdir(parents=True, exist_ok=True)
        (site / address / "index.html").write_text(HEAD.format(styles.replace("{}", up) + head) + body, "utf-8")
    shutil.copy(ROOT / "CITATION.cff", folder)


def printed(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "machine.paper"]
    surroundings = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}", **environment}
    return subprocess.run(command, cwd=folder, env=surroundings, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Print an essay of one chapter, where one was printed before that is no more."""
    try:
        find()
    except NoBrowserError as error:
        pytest.fail(str(error), pytrace=False)
    folder = tmp_path_factory.mktemp("book")
    write(folder, {"chain": "2 · The <i>chain</i> &amp; more"})
    (folder / "build/site/paper").mkdir()
    (folder / "build/site/paper/1-gone.pdf").touch()
    ran = printed(folder)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "build/site/paper/2-chain.pdf: 1 page, " in ran.stdout
    return folder / "build/site/paper"


@pytest.fixture(scope="module")
def chain(paper: Path) -> PdfReader:
    return PdfReader(paper / "2-chain.pdf")


@pytest.fixture(scope="module")
def text(chain: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in chain.pages)


def test_the_essay_and_each_chapter_are_printed_and_nothing_else_is_there(paper: Path) -> None:
    assert sorted(file.name for file in paper.iterdir()) == ["2-chain.pdf", "essay.pdf"]


def test_each_page_has_a_running_head_and_its_number_among_all(chain: PdfReader) -> None:
    for number, page in enumerate(chain.pages, 1):
        words = page.extract_text()
        for each in ("The First Token", "2 · The chain & more", f"{number} / {len(chain.pages)}", "version 0.1.0"):
            assert each in words


def test_a_proof_is_whole_and_what_plots_or_is_pressed_is_left_out(text: str) -> None:
    assert "LAST LINE" in text
    assert "heart()" in text
    assert "drawing" in text
    assert "PLOTTING" not in text
    assert "What drew it" not in text
    assert "copied" not in text


def test_where_links_lead_is_printed_once_each_and_what_is_cited(text: str) -> None:
    lines = "".join(text.split())
    assert lines.count(FAR) == 1
    assert "faraway1" in lines
    assert "again1" in lines
    assert "AuthorOne.one.example(https://one.example/work)" in lines
    assert "AuthorTwo" not in lines
    assert "Citedin" not in lines


def test_it_says_whose_it_is_and_is_tagged(chain: PdfReader) -> None:
    said = chain.metadata
    assert said is not None
    assert (said.title, said.author) == ("2 · The chain & more – The First Token", "The authors of The First Token")
    assert said["/CreationDate"] == said["/ModDate"] == "D:20261129000000Z"
    assert "/Creator" not in said
    assert chain.pdf_header == "%PDF-1.4"  # the first with tags
    root = chain.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"


def test_its_outline_is_that_of_the_page(chain: PdfReader) -> None:
    title, parts = chain.outline
    assert title.title == "The chain"
    assert [each.title for each in parts] == ["Within", "Addresses", "Works cited"]


def links(reader: PdfReader) -> list[str]:
    actions = [each.get_object().get("/A") for page in reader.pages for each in page.annotations or ()]
    return [action["/URI"] for action in actions if action]


def test_links_lead_to_the_files_beside_it_or_to_the_site_where_that_has_an_address(
    chain: PdfReader, tmp_path: Path
) -> None:
    assert "../lab/index.html#part" in links(chain)
    assert FAR in links(chain)
    assert [each for each in links(chain) if "127.0.0.1" in each] == []
    write(tmp_path, {}, '<link rel="canonical" href="https://there.example/book/essay/">')
    [essay] = sheets(tmp_path / "build/site")
    assert essay.leads("lab/#part") == "https://there.example/book/lab/#part"


def test_it_is_the_same_bytes_whenever_and_after_whatever_it_is_printed(paper: Path, tmp_path: Path) -> None:
    write(tmp_path, {"first": "1 · First", "chain": "2 · The <i>chain</i> &amp; more"})
    assert printed(tmp_path, TZ="UTC-9").returncode == 0
    again = tmp_path / "build/site/paper"
    assert sorted(file.name for file in again.iterdir()) == ["1-first.pdf", "2-chain.pdf", "essay.pdf"]
    for name in ("essay.pdf", "2-chain.pdf"):
        assert (again / name).read_bytes() == (paper / name).read_bytes()


def test_however_the_browser_counts_cells_their_names_are_the_same(paper: Path, tmp_path: Path) -> None:
    write(tmp_path, {"chain": "2 · Chain"})
    [_, sheet] = sheets(tmp_path / "build/site")
    release = load_release(ROOT)
    assert release is not None
    printed = (paper / "2-chain.pdf").read_bytes()
    assert len(set(NAME.findall(printed))) > 1
    later = NAME.sub(lambda name: b"(node%08d)" % (3 * int(name[0][5:-1]) + 4711), printed)
    assert settled(later, "", sheet, release) == settled(printed, "", sheet, release)


def test_a_page_that_is_not_whole_is_not_printed(tmp_path: Path) -> None:
    write(tmp_path, {}, '<link rel="stylesheet" href="gone.css">')
    ran = printed(tmp_path)
    assert (ran.returncode, ran.stderr) == (1, "")
    assert "essay/ is not whole" in ran.stdout
    assert "404" in ran.stdout
    assert list((tmp_path / "build/site/paper").iterdir()) == []


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("build/site", "There is no build/site/essay/index.html, and so nothing to print: make build"),
        ("CITATION.cff", "There is no CITATION.cff"),
        ("", "CHROMIUM is '/no/browser'"),
    ],
)
def test_what_is_missing_is_one_sentence(tmp_path: Path, missing: str, words: str) -> None:
    write(tmp_path, {})
    if missing:
        (tmp_path / missing).rename(tmp_path / "elsewhere")
    ran = printed(tmp_path, CHROMIUM="/no/browser")
    assert (ran.returncode, ran.stderr) == (2, "")
    [line] = ran.stdout.splitlines()
    assert line.startswith(words)
