"""Style sheets that every page links become one; what the one holds is what the others hold, in their order."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lockstep.site.styles import is_joined, join_styles

SHEETS = {
    "assets/theme/main.css": '@charset "UTF-8";\n/* theirs */ p { background: url(x.png) url("data:image/png,/") }\n',
    "assets/own.css": "p { color: red; mask: url('../font.woff2') }\n/* ends\nlate */\n",
    "assets/lab.css": "p { color: blue }\n",
    "assets/more.css": '@import "other.css";\n',
}


def page(up: str, *sheets: str) -> str:
    links = "".join(f'  <link rel="stylesheet" href="{up}{each}">\n' for each in sheets)
    return f"<html><head>\n{links}</head></html>\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Two pages, of which one has a sheet of its own, and one whose links begin with a slash."""
    main, own, lab, more = SHEETS
    pages = {
        "index.html": page("", main, own, more),
        "lab/train/index.html": page("../../", main, lab, own, more),
        "404.html": page("/", main, own),
    }
    for name, text in (SHEETS | pages).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def linked(site: Path, name: str) -> list[str]:
    return re.findall(r'href="([^"]*)"', (site / name).read_text("utf-8"))


def test_sheets_of_all_pages_become_one_and_others_follow(site: Path) -> None:
    join_styles(site)
    [joined] = site.glob("assets/all-*.css")
    assert linked(site, "index.html") == [f"assets/{joined.name}", "assets/more.css"]
    assert linked(site, "lab/train/index.html") == [
        f"../../assets/{joined.name}",
        "../../assets/lab.css",
        "../../assets/more.css",
    ]
    assert linked(site, "404.html") == ["/assets/theme/main.css", "/assets/own.css"]


def test_the_one_holds_what_the_others_hold(site: Path) -> None:
    join_styles(site)
    [joined] = site.glob("assets/all-*.css")
    first, *lines = filter(str.strip, joined.read_text("utf-8").splitlines())
    assert first == "/* assets/theme/main.css assets/own.css */"
    assert lines == [
        'p { background: url(theme/x.png) url("data:image/png,/") }',
        'p { color: red; mask: url("../font.woff2") }',
    ]
    assert is_joined(site, f"assets/{joined.name}")


def test_what_differs_from_its_parts_is_nobodys(site: Path) -> None:
    join_styles(site)
    [joined] = site.glob("assets/all-*.css")
    joined.write_text(joined.read_text("utf-8") + "p { color: green }\n", "utf-8")
    assert not is_joined(site, f"assets/{joined.name}")
    assert not is_joined(site, "assets/own.css")


UNUSED = """\
.here { color: red }
.gone { color: red }
p > .gone.here, .made::after, .here.gone { color: red }
@media print { .gone { color: red } }
@media print { .gone, p { color: red } }
@font-face { font-family: "gone" }
:is(.gone, p) { color: red }
[class~=gone] { color: red }
"""


def test_rules_for_what_a_site_does_not_have_are_left_out(site: Path) -> None:
    index = site / "index.html"
    index.write_text(index.read_text("utf-8") + '<p class="one here">So</p>\n', "utf-8")
    (site / "assets" / "make.js").write_text('element.className = "made"', "utf-8")
    (site / "assets" / "own.css").write_text(UNUSED, "utf-8")
    join_styles(site)
    [joined] = site.glob("assets/all-*.css")
    assert list(filter(str.strip, joined.read_text("utf-8").splitlines()))[2:] == [
        ".here { color: red }",
        ".made::after{ color: red }",
        "@media print { p{ color: red } }",
        '@font-face { font-family: "gone" }',
        ":is(.gone, p) { color: red }",
        "[class~=gone] { color: red }",
    ]
    assert is_joined(site, f"assets/{joined.name}")


UNASKED = """\
:root { --here: 1px; --gone: url("a;b"); --first: var(--second); --second: 2px; --made: 3px; --apart: 4px }
p { margin: var( --here ) }
@media print { p { --gone: 1px } }
@font-face { font-family: "gone" }
"""


def test_properties_that_nothing_asks_for_are_left_out(site: Path) -> None:
    (site / "assets" / "make.js").write_text('element.style.getPropertyValue("--made")', "utf-8")
    (site / "assets" / "lab.css").write_text("p { padding: var(--apart) }", "utf-8")
    (site / "assets" / "own.css").write_text(UNASKED, "utf-8")
    join_styles(site)
    [joined] = site.glob("assets/all-*.css")
    assert list(filter(str.strip, joined.read_text("utf-8").splitlines()))[2:] == [
        ":root { --here: 1px;    --made: 3px; --apart: 4px ;}",
        "p { margin: var( --here ) }",
        '@font-face { font-family: "gone" }',
    ]
    assert is_joined(site, f"assets/{joined.name}")
