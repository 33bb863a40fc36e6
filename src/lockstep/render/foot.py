"""The line below a statement: its evidence, and for who carries it on its address, its citation, a way to object."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from pathlib import PurePosixPath
from urllib.parse import quote

from markdown.util import AtomicString

from lockstep.book import Book
from lockstep.book.model import Statement
from lockstep.render.citations import citation_of
from lockstep.render.page import Context

FOOT = "ls-evidence"
CITATION = "ls-citation"
_BETWEEN = " · "


def fill_foot(foot: etree.Element, statement: Statement, context: Context) -> None:
    """Fill the line below a statement."""
    book = context.edition.book
    if statement.snippet in book.snippets:
        _evidence(foot, statement, context)
    _add(foot, "a", "link", {"href": f"#{statement.ident}"})
    cited = f"cite-{statement.ident}"
    if book.release:
        _add(foot, "button", "cite", {"type": "button", "popovertarget": cited})
    if where := report_of(book, statement):
        _add(foot, "a", "report", {"href": where})
    if book.release:  # last, since a browser that knows no popover shows it where it stands
        shown = etree.SubElement(foot, "pre", {"class": CITATION, "id": cited, "popover": "auto"})
        shown.text = AtomicString(citation_of(book, book.release, statement))


def report_of(book: Book, statement: Statement) -> str:
    """Return the address at which an error in a statement is reported; empty where the book has none."""
    settings = book.settings
    if not (settings.repository and settings.report):
        return ""
    version = [f"version {book.release.version}"] if book.release else []
    where = ", ".join([statement.ident, statement.label, *version])
    return f"{settings.repository}/{settings.report}{quote(where)}"


def _evidence(foot: etree.Element, statement: Statement, context: Context) -> None:
    book = context.edition.book
    path = book.snippets[statement.snippet].path
    foot.text = "Evidence: "
    href = context.program_link(statement.snippet, whole=True) or ""
    program = etree.SubElement(foot, "a", {"href": href})
    etree.SubElement(program, "code").text = PurePosixPath(path).name
    if run := book.settings.run:
        _add(foot, "a", "run it", {"href": context.link(run)})
    else:
        program.tail = f"{_BETWEEN}run it with "
        etree.SubElement(foot, "code").text = f"python {path}"
    if ledger := next((page.uri for page in book.pages if "ledger" in page.listings), ""):
        _add(foot, "a", "ledger", {"href": context.link(ledger, f"ledger-{statement.ident}")})


def _add(foot: etree.Element, tag: str, words: str, attributes: dict[str, str]) -> None:
    if len(foot):
        foot[-1].tail = _BETWEEN
    etree.SubElement(foot, tag, attributes).text = words
