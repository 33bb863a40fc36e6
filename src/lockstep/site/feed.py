"""The feed of corrections: an entry for each part of the book's page of corrections, for those who rely on it.

A part says since when it holds, in its first sentence. A feed needs the address at which the site will stand, and
without one none is written.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag

from lockstep.book import Book
from lockstep.problem import BookError, Problem
from lockstep.store import write_whole

FEED = "feed.xml"
_ATOM = "http://www.w3.org/2005/Atom"
_HEADINGS = ("h1", "h2", "h3")
_SINCE = re.compile(r"Since (\d{1,2} [A-Z][a-z]+ \d{4})\b")


@dataclass(frozen=True)
class Part:
    """A part of the page: the address and the words of its heading, since when it holds, and what it says as HTML."""

    url: str
    title: str
    day: date
    html: str


def has_feed(book: Book) -> bool:
    """Whether the site of a book has a feed."""
    return bool(book.settings.address and book.settings.corrections)


def write_feed(book: Book, site: Path, name: str) -> None:
    """Write the feed of a site that was built.

    Raises:
        BookError: A part of the page has a table of corrections, or the page has parts, and no day is named.
    """
    if not has_feed(book):
        return
    settings = book.settings
    path = settings.published(settings.corrections)
    file = site / (path if path.endswith(".html") else f"{path}index.html")
    source = f"{settings.docs}/{settings.corrections}"
    parts = list(_parts(file.read_text("utf-8"), settings.address + path, source, book))
    if not parts:
        what = "no part says since when it corrects what"
        raise BookError([Problem(source, 1, what, "begin one with a sentence such as `Since 28 November 2026.`")])
    authors = book.release.authors if book.release else (name,)
    write_whole(site / FEED, _atom(parts, f"{name}: corrections", authors, settings.address, settings.address + path))


def _parts(html: str, url: str, source: str, book: Book) -> Iterator[Part]:
    lines = next(page.text for page in book.pages if page.path == source).split("\n")
    for heading in BeautifulSoup(html, "html.parser").select(", ".join(f"article {each}[id]" for each in _HEADINGS)):
        for mark in heading.select(".headerlink"):
            mark.decompose()
        title, below = heading.get_text(), list(_below(heading))
        line = next((number for number, each in enumerate(lines, 1) if each.endswith(f"# {title}")), 1)
        since = _SINCE.match(below[0].get_text()) if below else None
        if since is None:
            if any(each.name == "table" or each.find("table") for each in below):
                what = f"the corrections under {title!r} do not say since when they hold"
                raise BookError([Problem(source, line, what, "begin them with `Since`, and a day: 28 November 2026")])
            continue
        try:
            day = datetime.strptime(since[1], "%d %B %Y").date()
        except ValueError as error:
            what = f"under {title!r} stands a day that there is not, {since[1]}"
            raise BookError([Problem(source, line, what, "write one such as 28 November 2026")]) from error
        for link in (link for each in below for link in each.find_all("a", href=True)):
            link["href"] = urljoin(url, str(link["href"]))
        yield Part(f"{url}#{heading['id']}", title, day, "".join(map(str, below)))


def _below(heading: Tag) -> Iterator[Tag]:
    """Yield what stands below a heading, up to the next one."""
    for each in heading.find_next_siblings():
        if each.name in _HEADINGS or each.find(_HEADINGS):
            return
        yield each


def _atom(parts: list[Part], title: str, authors: tuple[str, ...], address: str, page: str) -> str:
    feed = etree.Element("feed", {"xmlns": _ATOM})
    newest = sorted(parts, key=lambda part: part.day, reverse=True)
    _add(feed, "id", address + FEED)
    _add(feed, "title", title)
    _add(feed, "updated", _moment(newest[0].day))
    _add(feed, "link", rel="self", href=address + FEED)
    _add(feed, "link", rel="alternate", href=page)
    for author in authors:
        _add(_add(feed, "author"), "name", author)
    for part in newest:
        entry = _add(feed, "entry")
        _add(entry, "id", part.url)
        _add(entry, "title", part.title)
        _add(entry, "updated", _moment(part.day))
        _add(entry, "link", rel="alternate", href=part.url)
        _add(entry, "content", part.html, type="html")
    etree.indent(feed)
    return etree.tostring(feed, encoding="unicode", xml_declaration=True) + "\n"


def _add(parent: etree.Element, name: str, text: str = "", **attributes: str) -> etree.Element:
    element = etree.SubElement(parent, name, attributes)
    element.text = text or None
    return element


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
