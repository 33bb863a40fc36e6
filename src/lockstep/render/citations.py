"""Citations and the bibliography: each work that is cited, and the pages that cite it."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.util import AtomicString

from lockstep.book.bibliography import Source
from lockstep.book.citations import as_html
from lockstep.render.page import Context


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
