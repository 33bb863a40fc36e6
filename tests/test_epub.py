"""`make epub` binds what the pages say, unfolded, with links that arrive; the same each time, or it says why not."""

from __future__ import annotations

import shutil
import xml.etree.ElementTree as ET
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from lockstep.book.release import Release, load_release
from machine import epub
from machine.epub import bind, main

ROOT = Path(__file__).parents[1]
FAR = "https://far.example/address"
NAVIGATION = """<nav class="md-nav__item--section md-nav__item--active"><nav class="md-nav">
<a class="md-nav__link" href="./">The essay</a><a class="md-nav__link" href="chain/">1 · The chain</a>
<a class="md-nav__link" href="cost/">2 · The cost</a></nav></nav>"""
ESSAY = f"""{NAVIGATION}<article><h1 id="essay">The essay</h1><p>See <a href="chain/">a chapter</a>,
<a href="chain/#code">code</a>, <a href="../">the first page</a>.</p></article>
<div class="md-copyright__highlight">Text: <a href="{FAR}">CC BY</a>.</div>"""
SVG = """<svg viewBox="0 0 9 9" style="fill: var(--ls-ink)"><defs><clipPath id="c"><rect width="9" height="9"/>
</clipPath></defs><path clip-path="url(#c)"/><path d="M 0 0 L 9 9"/></svg>"""
CHAIN = f"""<article><h1 id="chain"><span id="chapter:chain">1 · </span>The chain
<a class="headerlink" href="#chain">¶</a></h1>
<fieldset class="ls-control"><label>SWITCH</label></fieldset><button>PRESSED</button>
<p>Of <a href="{FAR}">afar</a>, <a href="../../run/?a=b#part">near</a>, <a href="../cost/#same">there</a>, and
<a class="ls-term" href="#fig">the figure</a> says <a class="ls-value" href="#code">0.5</a>.
<span class="ls-cite">(<a href="../../reference/bibliography/#one">One 2001</a>)</span></p>
<div class="ls-part"><h2 id="same">What follows</h2>
<section class="ls-statement" id="rule"><p class="ls-title" id="title"><a class="ls-number" href="#rule">Claim 1</a></p>
<p>It is
<span class="ls-math"><math><mfrac displaystyle="true" scriptlevel="0"><mi>a</mi><mi>b</mi></mfrac></math>.</span></p>
<details class="ls-proof"><summary>Proof</summary><p>LAST LINE</p></details>
<footer class="ls-evidence">EVIDENCE</footer></section></div>
<figure id="fig"><first-mass class="ls-moves" data-run="DATA"><div class="ls-drawing" aria-label="A line">{SVG}</div>
<p class="ls-controls">GUESS</p></first-mass><figcaption>A caption.</figcaption>
<details class="ls-drew"><summary>PLOT</summary></details></figure>
<div class="ls-snippet"><details class="ls-code"><summary>file</summary><div class="highlight" id="code">
<pre><code><span class="k">for</span> <a class="ls-api" href="../../api/">x</a> in y:
    pass</code></pre></div></details></div><script>SCRIPT</script></article>"""
COST = """<article><h1 id="cost">2 · The cost</h1><h2 id="same">What follows</h2><p>Words.</p></article>"""
WORKS = '<article><h1 id="works">Bibliography</h1><ul><li id="one"><p>Author One.</p></li></ul></article>'
PAGES = {"essay": ESSAY, "essay/chain": CHAIN, "essay/cost": COST, "reference/bibliography": WORKS}


def write(folder: Path, site: str = "") -> Path:
    """Write a site, with an address or without one."""
    for name, body in PAGES.items():
        head = f'<head><link rel="canonical" href="{site}{name}/"></head>' if site else "<head></head>"
        page = folder / "build/site" / name / "index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(f'<!doctype html><html lang="en">{head}<body>{body}', "utf-8")
    shutil.copy(ROOT / "CITATION.cff", folder)
    return folder / "build/site"


def release() -> Release:
    found = load_release(ROOT)
    assert found is not None
    return found


def texts(book: bytes) -> dict[str, str]:
    """Return the files of a book that are text, by their names without the folder."""
    with ZipFile(BytesIO(book)) as archive:
        return {Path(name).name: archive.read(name).decode() for name in archive.namelist()}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return texts(bind(write(tmp_path_factory.mktemp("book")), release()))


def links(files: dict[str, str], chapter: str) -> list[str]:
    return [str(each.get("href")) for each in ET.fromstring(files[chapter]).iterfind(".//{*}body//{*}a")]


def test_the_essay_its_chapters_and_the_works_are_chapters_of_the_book(book: dict[str, str]) -> None:
    entries = ET.fromstring(book["nav.xhtml"]).iterfind(".//{*}nav/{*}ol/{*}li/{*}a")
    titles = ["".join(each.itertext()) for each in entries]
    assert titles[:4] == ["The essay", "1 · The chain", "2 · The cost", "Bibliography"]
    assert "What follows" in book["nav.xhtml"]


def test_it_says_whose_it_is_which_version_and_of_when(book: dict[str, str]) -> None:
    said = {each.tag.rpartition("}")[2]: each.text for each in ET.fromstring(book["content.opf"]).iter()}
    assert (said["title"], said["creator"]) == ("The First Token", "The authors of The First Token")
    assert (said["identifier"], said["date"], said["language"]) == ("first-token-0.1.0", "2026-11-29", "en")
    assert said["rights"] == "Text: CC BY."
    assert "2026-11-29T00:00:00Z" in book["content.opf"]


def test_what_is_folded_is_open_and_what_is_for_a_screen_is_left_out(book: dict[str, str]) -> None:
    chapter = book["ch002.xhtml"]
    for word in (
        '<div class="ls-proof">',
        "<strong>Proof</strong>",
        "LAST LINE",
        "<strong>file</strong>",
        "for x in y:\n    pass",
        "says 0.5",
    ):
        assert word in chapter
    for word in ("SWITCH", "PRESSED", "EVIDENCE", "GUESS", "DATA", "PLOT", "SCRIPT", "¶", "details", "first-mass"):
        assert word not in chapter


def test_a_formula_is_as_it_was_but_for_what_mathml_3_lacks(book: dict[str, str]) -> None:
    inner = "<mfrac><mi>a</mi><mi>b</mi></mfrac>"
    math = f'<math xmlns="http://www.w3.org/1998/Math/MathML"><mstyle displaystyle="true">{inner}</mstyle></math>'
    assert f'<span class="ls-math">{math}.</span>' in book["ch002.xhtml"]


def test_a_drawing_is_a_file_that_needs_no_style_of_a_page(book: dict[str, str]) -> None:
    [image] = ET.fromstring(book["ch002.xhtml"]).iterfind(".//{*}img")
    assert image.get("alt") == "A line"
    drawing = ET.fromstring(book[Path(str(image.get("src"))).name])
    assert (drawing.tag, drawing.get("viewBox")) == ("{http://www.w3.org/2000/svg}svg", "0 0 9 9")
    assert drawing.get("style") == "fill: #22201c"  # the ink of day
    assert drawing.find(".//{*}clipPath") is not None
    assert [each.get("d") for each in drawing.iterfind(".//{*}path")] == ["M 0 0 L 9 9"]


def test_links_lead_to_places_in_the_book_and_else_to_the_site_if_it_has_an_address(
    book: dict[str, str], tmp_path: Path
) -> None:
    inside = ["ch003.xhtml#cost-same", "ch002.xhtml#fig", "ch004.xhtml#one"]
    assert links(book, "ch001.xhtml") == ["ch002.xhtml#chain", "ch002.xhtml#code"]
    assert links(book, "ch002.xhtml") == [FAR, *inside]
    for place in ("fig", "code", "chapter-chain", "rule", "same"):
        assert book["ch002.xhtml"].count(f'id="{place}"') == 1
    assert 'id="cost-same"' in book["ch003.xhtml"]
    there = texts(bind(write(tmp_path, "https://there.example/book/"), release()))
    assert links(there, "ch001.xhtml")[2:] == ["https://there.example/book/"]
    assert links(there, "ch002.xhtml") == [FAR, "https://there.example/book/run/?a=b#part", *inside]


def test_it_is_the_same_bytes_whenever_and_wherever_it_is_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path)
    bound = bind(tmp_path / "build/site", release())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", "UTC-9")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert main() == 0
    assert (tmp_path / "build/site/first-token.epub").read_bytes() == bound
    assert capsys.readouterr().out == "build/site/first-token.epub, 0.0 MB\n"


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("build/site", "There is no build/site/essay/index.html, and so nothing to print: make build"),
        ("CITATION.cff", "There is no CITATION.cff"),
    ],
)
def test_what_is_missing_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], missing: str, words: str
) -> None:
    write(tmp_path)
    (tmp_path / missing).rename(tmp_path / "elsewhere")
    monkeypatch.chdir(tmp_path)
    assert main() == 2
    [line] = capsys.readouterr().out.splitlines()
    assert line.startswith(words)


@pytest.mark.parametrize("package", [None, "pypandoc, without a binary"])
def test_without_pandoc_it_says_what_brings_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], package: str | None
) -> None:
    write(tmp_path)
    monkeypatch.chdir(tmp_path)
    found = package and epub.find_spec("machine")
    monkeypatch.setattr(epub, "find_spec", lambda _: found)
    assert main() == 2
    assert capsys.readouterr().out == (
        "The book takes Pandoc, which comes with pypandoc_binary, and that is not here: make setup\n"
    )


def test_what_pandoc_says_is_passed_on(tmp_path: Path) -> None:
    site = write(tmp_path)
    page = site / "essay/cost/index.html"
    page.write_text(page.read_text("utf-8").replace("Words.", '<img src="gone.png" alt="">'), "utf-8")
    with pytest.raises(epub.NotBoundError, match=r"Pandoc stopped: .*gone\.png"):
        bind(site, release())
