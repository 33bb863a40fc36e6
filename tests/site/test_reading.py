"""Every page, as a reader's browser shows it, in both colour schemes."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag

import pytest
from looking import OBSERVE

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SOURCES = {
    path.relative_to(DOCS).with_suffix("").as_posix().removesuffix("index").rstrip("/"): path
    for path in sorted([*DOCS.rglob("*.md"), *DOCS.glob("lab/*.py")])
}
ADDRESSES = [f"{name}/" if name else "" for name in SOURCES]
RAW_TEX = re.compile(r"\\[A-Za-z()\[\]{}]|\$|[_^]\{")
STILL = 0.02  # as Chromium scores what moves
# Of WCAG: text as at level AAA; a label of a drawing may have the colour of its series, and is held to level AA.
LEAST_CONTRAST = {"marks": 3.0, "label": 4.5, "text": 7.0}
Visitor = Callable[[str], Any]

PAGES = [*ADDRESSES, "404.html"]

every_page = pytest.mark.parametrize("address", PAGES, ids=lambda address: address or "index")
every_source = pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address or "index")
both_schemes = pytest.mark.parametrize("scheme", ["light", "dark"])


def test_no_page_is_left_out(site: Path) -> None:
    built = {path.relative_to(site).as_posix().removesuffix("index.html") for path in site.rglob("*.html")}
    assert built == set(PAGES)


@every_page
def test_a_page_asks_nobody_else_and_fails_at_nothing(visit: Visitor, site_url: str, address: str) -> None:
    seen = visit(address)
    assert seen.errors == ()
    assert {f"http://{host}/" for host in seen.hosts} == {site_url}


@every_page
def test_axe_finds_nothing(visit: Visitor, address: str) -> None:
    assert [finding for findings in visit(address).axe.values() for finding in findings] == []


@every_page
@both_schemes
def test_the_colours_of_code_stand_out(visit: Visitor, address: str, scheme: str) -> None:
    pairs = [pair.split(" on ") for pair in visit(address).seen[scheme]["code"]]
    assert [pair for pair in pairs if _contrast(*pair) < LEAST_CONTRAST["text"]] == []


def _sum(shifts: list[tuple[float, str]]) -> float:
    return sum(value for value, _ in shifts)


@every_page
def test_nothing_moves_while_a_page_loads(visit: Visitor, reader: Callable[..., Any], address: str) -> None:
    seen = visit(address).seen["light"]
    shifts = seen["shifts"]
    if (
        _sum(shifts) >= STILL
    ):  # a font that came late, on a busy machine, may move words; what is of the page moves again
        shifts = reader(address).evaluate(OBSERVE)["shifts"]
    assert _sum(shifts) < STILL, [seen["shifts"], shifts]
    # Asked for by the style sheet alone, the font would come in time from this machine, and late from any other; asked
    # for by the page in another way than by the sheet, it would come twice.
    assert seen["fonts"] == seen["preloaded"] == (["/generated/math.woff2"] if seen["formulas"] else [])


@every_page
def test_no_page_scrolls_sideways_wide_or_narrow(visit: Visitor, address: str) -> None:
    seen = visit(address)
    assert seen.seen["light"]["width"] <= 0
    assert seen.narrow["width"] <= 0
    assert max(seen.over) <= 0


@every_page
def test_nothing_is_cut_off_at_its_side(visit: Visitor, address: str) -> None:
    seen = visit(address)
    assert seen.seen["light"]["cut"] == []
    assert seen.narrow["cut"] == []


@every_page
def test_rows_of_columns_are_not_broken(visit: Visitor, address: str) -> None:
    seen = visit(address)
    assert seen.seen["light"]["broken"] == []
    assert seen.narrow["broken"] == []


@every_page
def test_there_is_room_between_what_follows_one_another(visit: Visitor, address: str) -> None:
    seen = visit(address)
    assert seen.seen["light"]["tight"] == []
    assert seen.narrow["tight"] == []


@every_page
def test_a_page_is_not_too_much_for_a_telephone(visit: Visitor, address: str) -> None:
    assert visit(address).seen["light"]["elements"] <= 6000


@every_page
def test_the_labels_of_drawings_can_be_read_on_a_telephone(visit: Visitor, address: str) -> None:
    sizes = [drawing["smallest"] for drawing in visit(address).narrow["drawings"]]
    assert [size for size in sizes if size < 10] == []


@every_page
def test_what_scrolls_inside_itself_can_be_reached_with_the_keyboard(visit: Visitor, address: str) -> None:
    seen = visit(address)
    assert seen.narrow["unreachable"] == []
    assert seen.seen["light"]["unreachable"] == []


@every_page
def test_no_tex_is_left_in_the_text(visit: Visitor, address: str) -> None:
    seen = visit(address).seen["light"]
    assert RAW_TEX.findall(seen["prose"]) == []
    assert "\\" not in seen["math"]
    assert seen["failed"] == 0


@every_source
def test_every_formula_of_the_source_is_mathml(visit: Visitor, address: str) -> None:
    source = SOURCES[address.rstrip("/")]
    text = source.read_text("utf-8")
    if source.suffix == ".py":
        text = "\n".join(line.removeprefix("#") for line in text.splitlines() if line.startswith("#"))
    text = re.sub(r"(?sm)^```.*?^```|`[^`]*`", "", text)
    written = re.findall(r"(?s)\$\$.+?(?<!\\)\$\$|\$(?:\\.|[^$\\])+\$", text)
    assert visit(address).seen["light"]["formulas"] >= len(written)


@every_page
@pytest.mark.whole_site
def test_every_link_inside_the_site_arrives(visit: Visitor, site: Path, site_url: str, address: str) -> None:
    lost = []
    for link in visit(address).seen["light"]["links"]:
        path, anchor = map(unquote, urldefrag(link.removeprefix(site_url)))
        target = site / (f"{path}index.html" if path.endswith("/") or not path else path)
        if not target.is_file() or (anchor and f'id="{anchor}"' not in target.read_text("utf-8")):
            lost.append(link)
    assert lost == []


@every_page
def test_statements_are_numbered_and_have_evidence(visit: Visitor, address: str) -> None:
    statements = visit(address).seen["light"]["statements"]
    numbers = [each["number"] for each in statements]
    assert len(set(numbers)) == len(numbers)
    assert statements or not re.fullmatch("essay/.+/", address)  # the essay in one page refers to them
    for each in statements:
        kind = each["kind"].removeprefix("ls-")
        assert re.fullmatch(rf"{kind.capitalize()} \d+\.\d+", each["number"])
        assert kind == "definition" or each["evidence"], f"{each['id']} has no evidence"


@every_page
def test_what_a_program_prints_is_shown_with_it(visit: Visitor, address: str) -> None:
    printing = visit(address).seen["light"]["printing"]
    assert printing or not address.startswith("essay/")
    assert [each["id"] for each in printing if not each["output"]] == []


@every_page
def test_drawings_are_visible_in_both_schemes(visit: Visitor, address: str) -> None:
    light, dark = (visit(address).seen[scheme] for scheme in ("light", "dark"))
    assert light["drawings"] or not address.startswith("essay/")
    assert len(light["drawings"]) == len(dark["drawings"])
    for bright, dim in zip(light["drawings"], dark["drawings"], strict=True):
        assert bright["area"] > 10_000
        assert bright["text"]
        assert set(bright["text"]).isdisjoint(dim["text"])
        for drawing, colours in ((bright, light["colours"]), (dim, dark["colours"])):
            assert min(_contrast(each, colours["paper"]) for each in drawing["text"]) >= LEAST_CONTRAST["label"]
            series = set(drawing["marks"]) & {colours[name] for name in "123456"}
            assert series, "a drawing uses none of --ls-1 to --ls-6"


@every_page
@both_schemes
def test_what_a_page_is_about_can_be_read(visit: Visitor, address: str, scheme: str) -> None:
    seen = visit(address).seen[scheme]
    assert seen["read"] or not address.startswith("essay/")
    assert seen["unread"] == []


@both_schemes
def test_the_colours_of_figures_stand_out_from_the_paper(visit: Visitor, scheme: str) -> None:
    colours = dict(visit("").seen[scheme]["colours"])
    paper = colours.pop("paper")
    contrast = {name: _contrast(colour, paper) for name, colour in colours.items()}
    assert min(contrast.values()) >= LEAST_CONTRAST["marks"], contrast
    assert contrast["ink"] >= LEAST_CONTRAST["text"]


def _contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2 defines it, from 1 to 21."""
    low, high = sorted(map(_luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
