"""What of a page stands in the book: its article, unfolded, without what needs a screen, and with links that arrive."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

from bs4 import Tag

import lockstep

COLOURS = Path(lockstep.__file__).with_name("theme") / "assets/colours.css"
#: What paper does without as well, and the lists that are for paper alone: here links can be followed.
_NEEDLESS = (
    "script, template, noscript, button, wbr, .headerlink, .ls-copy, .ls-control, .ls-evidence, .ls-again, .ls-from,"
    ".ls-drew, .ls-moves > :not(.ls-drawing), .ls-addresses, #paper-addresses, #paper-works, #paper-works + div"
)
#: What stays without its mark: a number and a name in a program lead to programs, a statement's own number to itself.
_PLAIN = (
    ".ls-part, .md-typeset__scrollwrap, .md-typeset__table, .ls-moves, .ls-value, .ls-api, a.ls-number[href^='#'], abbr"
)
_KEPT = {"id", "class", "href", "src", "alt", "style", "colspan", "rowspan", "start"}
#: HTML takes these names in any case, and XML does not.
_NAMES = {name.lower(): name for name in ("viewBox", "clipPath", "patternUnits")}


def still(article: Tag) -> None:
    """Take out of an article what a book cannot do, and open what is folded."""
    for each in article.select(_NEEDLESS):
        each.decompose()
    for each in article.select(_PLAIN):
        each.unwrap()
    for summary in article.select("summary"):
        strong = Tag(name="strong")
        strong.extend(list(summary.contents))
        summary.append(strong)
        summary.name = "p"
    for each in article.select("details, aside, p[class]"):  # Pandoc keeps the class of a div alone
        each.name = "div"
    for pre in article.select("pre"):
        pre.string = pre.get_text()
    for figure in article.select("figure[id]"):  # Pandoc leads to no place that a figure names
        figure.wrap(Tag(name="div", attrs={"id": figure["id"]}))
        del figure["id"]


def formulas(article: Tag) -> Iterator[str]:
    """Yield the formulas of an article, and leave a letter in the place of each."""
    for formula in article.select("math"):
        for each in formula.select(":is([displaystyle], [scriptlevel]):not(mstyle)"):  # MathML 3 has it in a table, or
            each.attrs.pop("scriptlevel", None)
            if each.name != "mtable":  # around what is set so
                each.wrap(Tag(name="mstyle", attrs={"displaystyle": each.attrs.pop("displaystyle")}))
        formula["xmlns"] = "http://www.w3.org/1998/Math/MathML"
        formula.replace_with(stand_in := Tag(name="math"))
        stand_in.append(letter := Tag(name="mi"))
        letter.string = "x"
        yield str(formula)


def draw(article: Tag, folder: Path, name: str) -> None:
    """Put the drawings of an article into files of a folder, and pictures in their places; drop what else marks it."""
    for number, drawing in enumerate(article.select(".ls-drawing")):
        file = f"{name}-{number}.svg"
        (folder / file).write_text(_drawn(drawing), "utf-8")
        drawing.replace_with(Tag(name="img", attrs={"src": file, "alt": str(drawing.get("aria-label", ""))}))
    for each in article.find_all(True):
        each.attrs = {name: value for name, value in each.attrs.items() if name in _KEPT}


def _drawn(drawing: Tag) -> str:
    """Return a drawing as a file of its own, which no style of a page reaches."""
    [svg] = drawing.select("svg")
    for empty in svg.select("path:not([d])"):  # which a browser lets pass
        empty.decompose()
    for each in [svg, *svg.find_all(True)]:
        each.name = _NAMES.get(each.name, each.name)
        each.attrs = {_NAMES.get(name, name): value for name, value in each.attrs.items()}
    svg["xmlns"], svg["font-family"] = "http://www.w3.org/2000/svg", "sans-serif"
    colours = dict(reversed(re.findall(r"(--ls-[\w-]+): (#\w+);", COLOURS.read_text("utf-8"))))  # the first is of day
    return re.sub(r"var\((--[\w-]+)\)", lambda name: colours[name[1]], str(svg))


def lead(articles: Mapping[str, Tag], site: str) -> None:
    """Let links lead to places in the book, or else to the site where that has an address; others are plain words."""
    places: dict[tuple[str, str], str] = {}
    names: set[str] = set()
    for address, article in articles.items():
        for each in article.select("[id]"):
            name = str(each["id"]).replace(":", "-")  # which XML keeps for itself
            name = f"{address.split('/')[-2]}-{name}" if name in names else name
            names.add(name)
            places[address, str(each["id"])] = each["id"] = name
        places[address, ""] = str(article.select("h1[id]")[0]["id"])
    for address, article in articles.items():
        for link in article.select("a[href]"):
            there = urljoin(f"/{address}", str(link["href"])).removeprefix("/")
            page, part = urldefrag(there)
            if place := places.get((page, unquote(part))):
                link["href"] = f"#{place}"
            elif site:
                link["href"] = urljoin(site, there)
            elif "://" not in there:
                link.unwrap()
