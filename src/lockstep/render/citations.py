"""Citations: the works that pages cite, and how the book and its statements are cited, in words and as BibTeX.

Numbers are positions, so that identifiers cite.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator, Sequence

from markdown import Markdown
from markdown.util import AtomicString

from lockstep.book import Book
from lockstep.book.citations import Source, as_html
from lockstep.book.model import Statement
from lockstep.book.release import Release
from lockstep.render.page import Context

_FORMULA = re.compile(r"(\$[^$]+\$)")


def fill_bibliography(block: etree.Element, context: Context, md: Markdown) -> None:
    """Add every work, by author and year, with links to the pages that cite it."""
    book = context.edition.book
    items = etree.SubElement(block, "ul")
    for source in sorted(book.bibliography.sources.values(), key=lambda each: (each.label.casefold(), each.key)):
        item = etree.SubElement(items, "li", {"id": source.key})
        try:
            html = as_html(source.data)
        except ValueError:  # in a preview of a book with problems
            html = f'<strong class="ls-missing">{source.key}?</strong>'
        etree.SubElement(item, "p").text = AtomicString(md.htmlStash.store(f'<span class="ls-source">{html}</span>'))
        cited = etree.SubElement(item, "p", {"class": "ls-uses"})
        cited.text = "Cited in "
        pages = [page for page in book.pages if any(each.target == source.key for each in page.references)]
        for index, page in enumerate(pages):
            link = etree.SubElement(cited, "a", {"href": context.link(page.uri)})
            link.text = page.title
            link.tail = "." if index == len(pages) - 1 else ", "


def citation(source: Source, locator: str | None, context: Context) -> etree.Element:
    """Return a citation in parentheses, linked to the work's entry."""
    pages = context.edition.book.pages
    listing = next((page.uri for page in pages if "bibliography" in page.listings), "")
    span = etree.Element("span", {"class": "ls-cite"})
    span.text = AtomicString("(")
    href = context.link(listing, source.key)
    link = etree.SubElement(span, "a", {"class": "ls-ref", "href": href, "title": source.title})
    link.text = AtomicString(source.label + (f", {locator.strip()}" if locator else ""))
    link.tail = AtomicString(")")
    return span


def citation_of(book: Book, release: Release, statement: Statement) -> str:
    """Return the citation of a statement, with its address where the site has one."""
    page = book.settings.published(statement.page)
    url = f"{book.settings.address}{page}#{statement.ident}" if book.settings.address else ""
    name, by = statement.title.replace("`", ""), ", ".join(release.authors)
    where = f"In: {release.title}, {release.named}.{' ' if url else ''}{url}"
    words = f"{by}. {name} ({statement.label}, {statement.ident}). {where}"
    note = f"{statement.label}, identifier {statement.ident}, version {release.version}"
    return f"{words}\n\n{_bibtex(release, f'{_key(release)}:{statement.ident}', name, note, url)}"


def citation_of_book(book: Book, release: Release) -> str:
    """Return the entry of a book, with its address where the site has one."""
    return _bibtex(release, _key(release), "", f"Version {release.version}", book.settings.address)


def fill_citation(block: etree.Element, book: Book) -> None:
    """Add the entry of a book; one that does not say its version has a problem, which is shown elsewhere."""
    text = citation_of_book(book, book.release) if book.release else ""
    etree.SubElement(etree.SubElement(block, "pre"), "code").text = AtomicString(text)


def _bibtex(release: Release, key: str, name: str, note: str, url: str) -> str:
    fields = {
        "title": _escaped(f"{name}. In: {release.title}" if name else release.title),
        "author": " and ".join(_authors(release)),
        "year": str(release.day.year),
        "month": f"{release.day:%b}".lower(),
        "note": _escaped(note),
        "url": url,
    }
    lines = (f"  {field} = {said if field == 'month' else f'{{{said}}}'}" for field, said in fields.items() if said)
    return f"@misc{{{key},\n{f',{chr(10)}'.join(lines)}\n}}"


def _authors(release: Release) -> Iterator[str]:
    for name, person in zip(release.authors, release.people, strict=True):
        yield _escaped(name) if person else f"{{{_escaped(name)}}}"


def _key(release: Release) -> str:
    return re.sub(r"\W", "", release.title.lower())


def _escaped(text: str) -> str:
    """Return a text as TeX takes it; a formula in it is TeX already."""
    parts: Sequence[str] = _FORMULA.split(text)
    return "".join(part if number % 2 else re.sub(r"([&%#_])", r"\\\1", part) for number, part in enumerate(parts))
