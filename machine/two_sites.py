"""Compare the site that MkDocs built with the one that Zensical built, page by page: `python -m machine.two_sites`.

Articles must be the same, element by element, with links that lead to the same places, and so must what stands around
them, what the search knows, and every other file. What may differ is `KNOWN`.
"""

from __future__ import annotations

import difflib
import hashlib
import posixpath
import re
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from lockstep.site.searching import indexed

MKDOCS, ZENSICAL = Path("build/site-mkdocs"), Path("build/site-zensical")
#: What differs, and why. What is here and does not differ is told as well.
KNOWN = {
    "index.html: title": "MkDocs calls the window of the front page by the name of the site alone",
    "search: reference/ledger/": "Zensical does not read a noscript: the words of statements, which are found at each",
    "assets/_mkdocstrings.css": "the theme of Zensical has its rules in its own style sheet",
}
#: Files that a generator has for itself: its theme, the joined style sheets, its index, and what a host can make.
_OWN = re.compile(r"assets/(?:javascripts|stylesheets|images|all-\w+\.css)|search|sitemap\.xml\.gz")
#: What a reader looks for in an article, by its selector: it is counted, and named where it differs.
PARTS = {
    "headings": "h1, h2, h3, h4, h5, h6",
    "statements": ".ls-statement",
    "proofs": ".ls-proof",
    "formulas": "math",
    "values": "a.ls-value",
    "references": "a.ls-ref",
    "citations": ".ls-cite",
    "programs": ".ls-snippet",
    "outputs": ".ls-output",
    "figures": ".ls-figure",
    "tables": "table",
    "entries of the API": ".doc-object",
    "links": "a[href]",
}
#: What stands around it, of which only words and addresses count.
AROUND = {
    "title": "title",
    "description": "meta[name=description]",
    "addresses": "link[rel=canonical], meta[property^='og:']",
    "navigation": "nav.md-nav--primary a[href]",
    "contents": "nav.md-nav--secondary a[href]",
    "footer": ".md-footer a[href], .md-copyright",
}
_HIDDEN = re.compile(r"<span hidden.*?</span>")  # which weighs an entry where there are no weights
_WORD, _TAG, _ID = re.compile(r"\w+"), re.compile(r"<[^>]*>"), re.compile(r' id="([^"]+)"')
#: What a map of the site is for; MkDocs adds days, and Zensical, where nobody says where the site will be, paths.
_ADDRESS = re.compile(r"<loc>(\w+:[^<]*)")
#: How much of a difference is shown: lines, and letters of each.
_MOST, _WIDTH = 8, 160
_NUMBERS = ("@@", "--", "++")


def shown(site: Path) -> dict[str, list[str]]:
    """Return what a site shows, each list by its name: `essay/cost/index.html: formulas`."""
    found: dict[str, list[str]] = {}
    for path in sorted(each for each in site.rglob("*") if each.is_file()):
        file = path.relative_to(site).as_posix()
        if file.endswith(".html"):
            found |= {f"{file}: {part}": each for part, each in _page(path.read_text("utf-8"), file).items()}
        elif file == "sitemap.xml":
            found[file] = sorted(_ADDRESS.findall(path.read_text("utf-8")))
        elif not _OWN.match(file):
            found[file] = [hashlib.sha256(path.read_bytes()).hexdigest()]
    stated = [
        f"search: {name.removesuffix('index.html: statements')}#{_ID.findall(tag)[0]}"
        for name, tags in found.items()
        if name.endswith(": statements")
        for tag in tags
    ]
    return found | {each: [f"{site} does not find it"] for each in stated} | _entries(site)


def _page(text: str, file: str) -> dict[str, list[str]]:
    html = BeautifulSoup(text, "html.parser")
    for tag in html.select("a[href]"):
        path, mark, anchor = str(tag["href"]).partition("#")
        if not urlsplit(path).scheme:
            there = posixpath.join("/", posixpath.dirname(file), path)
            tag["href"] = posixpath.normpath(there) + mark + anchor
    for told in html.select("[data-search-exclude]"):
        del told["data-search-exclude"]  # which MkDocs takes out once it has read it
    for skip in html.select("a#__skip"):
        skip.decompose()  # where Zensical's link past the navigation leads
    article = html.article or html
    around = {name: [_told(tag) for tag in html.select(part)] for name, part in AROUND.items()}
    parts = {name: [_whole(tag) for tag in article.select(part)] for name, part in PARTS.items()}
    return around | parts | {"articles": [_whole(article)]}


def _whole(tag: Tag) -> str:
    return " ".join(str(tag).split())


def _told(tag: Tag) -> str:
    return " ".join([*tag.get_text().split(), str(tag.get("href") or tag.get("content") or "")])


def _entries(site: Path) -> dict[str, list[str]]:
    """Return what the search knows: of each place the title, and the words in their order."""
    return {
        f"search: {each['location']}": [_HIDDEN.sub("", each["title"]), *_WORD.findall(_TAG.sub(" ", each["text"]))]
        for each in indexed(site)
    }


def compared(one: Path, other: Path, known: Mapping[str, str]) -> list[str]:
    """Print what two sites have and what is known to differ; return what else does, each with the first lines of it."""
    sites = shown(one), shown(other)
    counted: Counter[str] = Counter()
    for name, each in sites[0].items():
        kind, _, part = name.partition(": ")
        counted.update({"entries of the search": 1} if kind == "search" else {part or "other files": len(each)})
    print(", ".join(f"{number:,} {name}" for name, number in counted.items() if name not in AROUND))
    names = [name for name in sites[0] | sites[1] if sites[0].get(name) != sites[1].get(name)]
    for name, why in known.items():
        if name in names:
            print(f"{name}: {why}")
    lost = [f"{name} does not differ any more, and stands in KNOWN" for name in known if name not in names]
    return lost + [f"{name}{_changes(*(site.get(name) for site in sites))}" for name in names if name not in known]


def _changes(first: list[str] | None, second: list[str] | None) -> str:
    if first is None or second is None:
        return " is only there" if first is None else " is not there"
    one, other = ("\n".join(side).replace("<", "\n<").split("\n") for side in (first, second))
    lines = [line[:_WIDTH] for line in difflib.unified_diff(one, other, n=0, lineterm="") if line[:2] not in _NUMBERS]
    return "\n    ".join([f": {len(first)} and {len(second)}", *lines[:_MOST]])


if __name__ == "__main__":
    if missing := [str(site) for site in (MKDOCS, ZENSICAL) if not site.is_dir()]:
        sys.exit(f"not built yet: {', '.join(missing)}. `make build-zensical` builds both, and compares them")
    if different := compared(MKDOCS, ZENSICAL, KNOWN):
        sys.exit("\n".join(different))
    print("All else is the same")
