"""What of a built site is printed, and what a page needs on paper: a list of addresses, and the works that it cites."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urldefrag, urljoin

from bs4 import BeautifulSoup, Tag

from lockstep.book.release import Release, load_release

ESSAY = "essay/"
#: The number of a note stands where a browser's own print has the whole address.
STYLE = """
@media print {
  .md-typeset a[data-note]::after { content: attr(data-note) !important; font-size: 0.7em; vertical-align: super }
  .md-typeset :is(.ls-addresses, .ls-bibliography) { font-size: 9pt; overflow-wrap: anywhere }
  .md-typeset .ls-bibliography > ul { margin-inline: 0; padding: 0; list-style: none }
  .md-typeset .ls-bibliography > ul > li { margin: 0 0 0.5em; padding-inline-start: 1.5em; text-indent: -1.5em }
  .md-typeset .ls-bibliography li > p { margin: 0 }
  .md-typeset .ls-source a:not([href*="doi.org"], [href*="arxiv.org"])::after { content: " (" attr(href) ")" }
}
"""


class Sheet(NamedTuple):
    """A page to print.

    Attributes:
        address: Within the site, such as essay/chain/.
        title: As the navigation has it.
        name: Of its file, without .pdf.
        html: The page, with what only paper needs.
        site: Where the site will stand; empty where nobody has said.
    """

    address: str
    title: str
    name: str
    html: str
    site: str

    def leads(self, address: str) -> str:
        """Return where a link to a page of the site leads: to its address, or else to the file beside the PDF."""
        if self.site:
            return self.site + address
        page, hash_, part = address.partition("#")
        return f"../{page}{'index.html' if not page or page.endswith('/') else ''}{hash_}{part}"


def released() -> Release:
    """Return the release that is printed or bound.

    Raises:
        FileNotFoundError: Nothing says what it is; the message says what to do.
    """
    release = load_release(Path())
    if release is None:
        raise FileNotFoundError(
            "There is no CITATION.cff, which says title, version, date and authors: repeat this where it is."
        )
    return release


def sheets(site: Path) -> list[Sheet]:
    """Return the one page of the essay and its chapters, in the order of the navigation.

    Raises:
        FileNotFoundError: The site is not built; the message says what to do.
    """
    file = site / ESSAY / "index.html"
    if not file.is_file():
        raise FileNotFoundError(f"There is no {file}, and so nothing to print: make build")
    links = _read(file).select(".md-nav__item--section.md-nav__item--active .md-nav a.md-nav__link:not([href^='#'])")
    found = {urljoin(ESSAY, str(link["href"])): " ".join(link.get_text().split()) for link in links}
    return [_sheet(site, address, title) for address, title in found.items()]


def _sheet(site: Path, address: str, title: str) -> Sheet:
    page = _read(site / address / "index.html")
    canonical = page.select_one("link[rel=canonical]")
    number, _, named = title.partition(" · ")
    name = address.rstrip("/").rpartition("/")[2]
    article = page.select_one("article")
    if article is not None and page.head is not None:
        article.extend([*_addresses(page, article), *_works(site, address, page, article)])
        page.head.append(page.new_tag("style", string=STYLE))
    return Sheet(
        address,
        title,
        f"{number}-{name}" if named else name,
        str(page),
        str(canonical["href"]).removesuffix(address) if canonical else "",
    )


def _addresses(page: BeautifulSoup, article: Tag) -> Iterator[Tag]:
    """Number the links to other sites; yield the list of where they lead."""
    numbers: dict[str, int] = {}
    for link in article.select("a[href^=http]"):
        link["data-note"] = str(numbers.setdefault(str(link["href"]), len(numbers) + 1))
    if numbers:
        yield page.new_tag("h2", id="paper-addresses", string="Addresses")
        listed = page.new_tag("ol", attrs={"class": "ls-addresses"})
        for address in numbers:
            entry = page.new_tag("li")
            link = page.new_tag("a", href=address)
            for piece in re.findall("/*[^/]*/*", address):  # it breaks after a slash, if it has to
                link.extend([piece, page.new_tag("wbr")])
            entry.append(link)
            listed.append(entry)
        yield listed


def _works(site: Path, address: str, page: BeautifulSoup, article: Tag) -> Iterator[Tag]:
    """Yield the works that a page cites, as its bibliography has them, in the order of that."""
    links = [urldefrag(urljoin(address, str(link["href"]))) for link in article.select(".ls-cite a[href]")]
    if not links:
        return
    cited = {fragment for _, fragment in links}
    entries = _read(site / links[0].url / "index.html").select(".ls-bibliography li[id]")
    yield page.new_tag("h2", id="paper-works", string="Works cited")
    box, listed = page.new_tag("div", attrs={"class": "ls-bibliography"}), page.new_tag("ul")
    for entry in entries:
        if entry["id"] in cited:
            kept = copy.copy(entry)
            for uses in kept.select(".ls-uses"):
                uses.decompose()
            listed.append(kept)
    box.append(listed)
    yield box


def _read(file: Path) -> BeautifulSoup:
    return BeautifulSoup(file.read_text("utf-8"), "html.parser")
