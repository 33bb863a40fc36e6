"""The ledger's page: a map of every statement and figure, and of each its words beside what its program asserts."""

from __future__ import annotations

import platform
import xml.etree.ElementTree as etree
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import packages_distributions, version
from itertools import groupby

from markdown import Markdown
from markdown.util import AtomicString

from lockstep.book import Book
from lockstep.book.model import Figure, Page, Snippet, Statement
from lockstep.book.prose import REFERENCE
from lockstep.check.programs import ENDINGS
from lockstep.render.page import Context, add_name
from lockstep.run import Record

_FOLD = 12  # more assertions than these fold


def fill_ledger(block: etree.Element, context: Context, md: Markdown) -> None:
    """Add the map, and an entry for every statement and every figure of the book, in reading order."""
    book, records = context.edition.book, context.edition.records
    _paragraph(block, "ls-runs", f"The programs ran with {_join(_versions(book.settings.preload))}.")
    entries = [(page, each) for page in book.pages for each in _in_order(page)]
    _map(block, entries)
    for page, each in entries:
        snippet = book.snippets.get(each.snippet)
        result = _result(snippet, records.get(each.snippet))
        filters = {"data-chapter": page.title, "data-kind": each.kind, "data-result": result}
        section = etree.SubElement(block, "section", {"class": "ls-entry", "id": f"ledger-{each.ident}", **filters})
        _title(section, each, context)
        sides = etree.SubElement(section, "div", {"class": "ls-sides"})
        # The words of all statements are more than a telephone likes: where there are scripts, one shows those in view.
        words = etree.SubElement(sides, "div", {"class": "ls-words", "data-search-exclude": ""})
        if isinstance(each, Statement):
            md.parser.parseChunk(etree.SubElement(words, "noscript"), _without_fences(each.text))
        else:
            etree.SubElement(words, "p").text = each.alt
        program = etree.SubElement(sides, "div", {"class": "ls-program"})
        if snippet is None:
            _paragraph(program, "ls-run", f"A {each.kind}, of which nothing is asserted.")
        else:
            _run(program, snippet, result, records.get(snippet.name), context)
            _shared(program, snippet.name, records, book.settings.build, context)
            _assertions(program, snippet)
        _uses(section, each.ident, context)


def _in_order(page: Page) -> list[Statement | Figure]:
    return sorted(page.numbered, key=lambda each: each.place.line)


def _without_fences(text: str) -> str:
    """Return a statement without what only a page can show: a block within it, or a program."""
    return "\n".join(line for line in text.split("\n") if not line.startswith(("```", "--8<--", "///")))


def _map(block: etree.Element, entries: list[tuple[Page, Statement | Figure]]) -> None:
    """Add a row for each page: a mark for each of its entries, which leads to it."""
    chart = etree.SubElement(block, "ul", {"class": "ls-map", "aria-label": "Every entry, by page"})
    for page, group in groupby(entries, key=lambda each: each[0]):
        row = etree.SubElement(chart, "li")
        row.text = AtomicString(f"{page.chapter} " if page.chapter else "")
        etree.SubElement(row, "span", {"class": "ls-map-page"}).text = page.title
        marks = etree.SubElement(row, "span", {"class": "ls-map-marks"})
        for _, each in group:
            named = f"{each.label}" + (f", {each.title}" if isinstance(each, Statement) else "")
            attributes = {"data-kind": each.kind, "href": f"#ledger-{each.ident}", "title": named}
            link = etree.SubElement(marks, "a", {**attributes, "aria-label": named})
            link.text = AtomicString(each.kind[0].upper())


def _title(section: etree.Element, entry: Statement | Figure, context: Context) -> None:
    title = etree.SubElement(section, "p", {"class": "ls-title"})
    name, style = (entry.caption, "ls-caption") if isinstance(entry, Figure) else (entry.title, "ls-name")
    add_name(title, entry.label, context.link(entry.page, entry.ident), name, style)


def _result(snippet: Snippet | None, record: Record | None) -> str:
    if snippet is None:
        return "nothing asserted"
    if record is None:
        return "did not run"
    return "drawn" if snippet.draws and record.status == "passed" else ENDINGS.get(record.status, record.status)


def _run(parent: etree.Element, snippet: Snippet, result: str, record: Record | None, context: Context) -> None:
    line = _paragraph(parent, "ls-run", "")
    link = etree.SubElement(line, "a", {"href": context.program_link(snippet.name, whole=True) or ""})
    etree.SubElement(link, "code").text = AtomicString(snippet.path)
    count = len(snippet.assertions)
    reached = sum(each.line in record.reached for each in snippet.assertions) if record else 0
    each = "its one assertion" if count == 1 else f"{'all' if reached == count else reached} of its {count} assertions"
    drew = "passed, and drew it" if result == "drawn" else f"{result}, and reached {each}"
    link.tail = AtomicString(f" {drew}.")


def _shared(parent: etree.Element, name: str, records: Mapping[str, Record], kept: str, context: Context) -> None:
    """Say which other programs read the same files that a program keeps between runs, such as trained weights."""
    mine = _kept(records.get(name), kept)
    others = [other for other, record in records.items() if other != name and mine & _kept(record, kept)]
    if others:
        line = _paragraph(parent, "ls-run", "What it trained is shared with ")
        for index, other in enumerate(others):
            link = etree.SubElement(line, "a", {"href": context.program_link(other, whole=True) or ""})
            etree.SubElement(link, "code").text = AtomicString(f"{other}.py")
            link.tail = "." if index == len(others) - 1 else ", "


def _kept(record: Record | None, folder: str) -> set[str]:
    return {path for path in record.reads if path.startswith(f"{folder}/")} if record else set()


def _assertions(parent: etree.Element, snippet: Snippet) -> None:
    if not snippet.assertions:
        return
    if len(snippet.assertions) > _FOLD:
        parent = etree.SubElement(parent, "details", {"class": "ls-whole"})
        etree.SubElement(parent, "summary").text = AtomicString(f"{len(snippet.assertions)} assertions")
    items = etree.SubElement(parent, "ul", {"class": "ls-assertions"})
    for assertion in snippet.assertions:
        item = etree.SubElement(items, "li")
        etree.SubElement(item, "code").text = AtomicString(f"assert {assertion.condition}")


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
        if any(reference.target == ident for reference in page.references):
            inside = 0
            for each in _in_order(page):
                if count := _targets(each).count(ident):
                    inside += count
                    yield each.named(), page.uri, each.ident
            if sum(reference.target == ident for reference in page.references) > inside:
                yield page.title, page.uri, ""


def _targets(entry: Statement | Figure) -> list[str]:
    """Return what a statement, with its proof, or a caption refers to."""
    source = entry.caption if isinstance(entry, Figure) else f"{entry.text} {entry.proof}"
    return [match[1] for match in REFERENCE.finditer(source)]


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
