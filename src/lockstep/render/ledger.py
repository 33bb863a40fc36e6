"""The ledger's page: of every statement and figure, what its program does, and what the pages say with it."""

from __future__ import annotations

import platform
import xml.etree.ElementTree as etree
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import packages_distributions, version

from markdown.util import AtomicString

from lockstep.book import Book
from lockstep.book.model import Figure, Page, Snippet, Statement
from lockstep.book.prose import REFERENCE
from lockstep.render.page import Context
from lockstep.render.said import add_said, moved
from lockstep.run import Record

_FOLD = 3  # more assertions than these fold


def fill_ledger(block: etree.Element, context: Context) -> None:
    """Add an entry for every statement and every figure of the book, in reading order."""
    book, records = context.edition.book, context.edition.records
    _paragraph(block, "ls-runs", f"The programs ran with {_join(_versions(book.settings.preload))}.")
    for page in book.pages:
        for each in sorted(page.numbered, key=lambda each: each.place.line):
            snippet = book.snippets.get(each.snippet)
            section = etree.SubElement(block, "section", {"class": "ls-entry", "id": f"ledger-{each.ident}"})
            _title(section, each, context)
            if snippet is None:
                _paragraph(section, "ls-run", f"A {each.kind}, which nothing is asserted of.")
            else:
                if snippet.assertions:
                    _assertions(section, snippet)
                _result(section, snippet, records.get(snippet.name), context)
            add_said(section, _quoted(book, each.snippet, context))
            _uses(section, each.ident, context)


def _quoted(book: Book, snippet: str, context: Context) -> tuple[str, ...]:
    """Return what the pages say with the numbers of a program, each once, with its links led from here."""
    here = context.page.uri if context.page else ""
    pages = {page.path: page.uri for page in book.pages}
    values = book.values_of(snippet)
    return tuple(dict.fromkeys(moved(each, pages[v.place.path], here) for v in values for each in v.said))


def _title(section: etree.Element, entry: Statement | Figure, context: Context) -> None:
    title = etree.SubElement(section, "p", {"class": "ls-title"})
    href = context.link(entry.page, entry.ident)
    number = etree.SubElement(title, "a", {"class": "ls-number", "href": href})
    number.text = AtomicString(entry.label)
    number.tail = " "
    name, style = (entry.caption, "ls-caption") if isinstance(entry, Figure) else (entry.title, "ls-name")
    etree.SubElement(title, "span", {"class": style}).text = name


def _assertions(section: etree.Element, snippet: Snippet) -> None:
    parent = section
    if len(snippet.assertions) > _FOLD:
        parent = etree.SubElement(section, "details", {"class": "ls-whole"})
        summary = etree.SubElement(parent, "summary")
        summary.text = AtomicString(f"{len(snippet.assertions)} assertions")
    items = etree.SubElement(parent, "ul", {"class": "ls-assertions"})
    for assertion in snippet.assertions:
        item = etree.SubElement(items, "li")
        etree.SubElement(item, "code").text = AtomicString(f"assert {assertion.condition}")


def _result(section: etree.Element, snippet: Snippet, record: Record | None, context: Context) -> None:
    line = _paragraph(section, "ls-run", "")
    link = etree.SubElement(line, "a", {"href": context.program_link(snippet.name, whole=True) or ""})
    etree.SubElement(link, "code").text = AtomicString(snippet.path)
    count = len(snippet.assertions)
    reached = sum(each.line in record.reached for each in snippet.assertions) if record else 0
    ended = {"passed": "passed", "raised": "failed", "timeout": "ran out of time", "killed": "was killed"}
    how = ended[record.status] if record else "did not run"
    each = "its one assertion" if count == 1 else f"{'all' if reached == count else reached} of its {count} assertions"
    link.tail = AtomicString(f" {how}, and {'drew it' if snippet.draws else f'reached {each}'}.")


def _uses(section: etree.Element, ident: str, context: Context) -> None:
    line = _paragraph(section, "ls-uses", "")
    links = list(_referring(context.edition.book, ident))
    if not links:
        line.text = AtomicString("No page refers to it.")
        return
    line.text = "Referred to by "
    for index, (text, uri, anchor) in enumerate(links):
        link = etree.SubElement(line, "a", {"href": context.link(uri, anchor)})
        link.text = text
        link.tail = "." if index == len(links) - 1 else ", "


def _referring(book: Book, ident: str) -> Iterator[tuple[str, str, str]]:
    """Yield the text and the target of a link to each statement, figure and page that refers to `ident`."""
    for page in book.pages:
        inside = 0
        for each in page.statements:
            if count := _count(ident, each.text, each.proof):
                inside += count
                yield each.named(), page.uri, each.ident
        for figure in page.figures:
            if count := _count(ident, figure.caption):
                inside += count
                yield figure.named(), page.uri, figure.ident
        if _mentions(page)[ident] > inside:
            yield page.title, page.uri, ""


def _count(ident: str, *sources: str) -> int:
    return sum(match[1] == ident for source in sources for match in REFERENCE.finditer(source))


def _mentions(page: Page) -> Counter[str]:
    return Counter(reference.target for reference in page.references)


@cache
def _versions(preload: Iterable[str]) -> list[str]:
    """Return what every program ran with; a record is made anew when one of them changes."""
    distributions = packages_distributions()
    names = dict.fromkeys(
        distributions[module][0] for each in preload if (module := each.split(".")[0]) in distributions
    )
    return [f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in names)]


def _join(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if words[:-1] else words)


def _paragraph(parent: etree.Element, name: str, text: str) -> etree.Element:
    paragraph = etree.SubElement(parent, "p", {"class": name})
    paragraph.text = AtomicString(text)
    return paragraph
