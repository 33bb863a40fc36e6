"""What a page is given for a telephone: parts that are laid out later, tables that fit, and code that may break.

A style sheet lets a telephone lay out a part when it comes near, and keeps some room for it until then. So no part is
very long; and each begins with words, since a program that is folded belongs to what stands before it.

A table scrolls inside its box; the theme's own script would make the same box while a reader waits. Of a wide one, a
telephone shows each row as a list: so each cell says what its column is, in the words of the source.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from itertools import pairwise

from markdown.treeprocessors import Treeprocessor
from markdown.util import STX, AtomicString

PART = "ls-part"
#: What begins a part; what stands before the first, which is seen at once, is in none.
HEADINGS = frozenset({"h2", "h3"})
#: After how many paragraphs, programs and other blocks the next words begin a part.
MOST = 8
#: The theme's names of the two boxes around a table.
BOXES = ("md-typeset__scrollwrap", "md-typeset__table")
#: A row of more characters than these, on average, is too much for a telephone in three columns, and in more.
THREE, MORE = 100, 55
HEAD = "data-head"
#: Code of fewer characters fits where it stands, and a token such as `<|endoftext|>` is one word.
LONG = 12
#: The ledger has a rule of its own, and thousands of names.
ENTRY = "ls-entry"
#: A browser would break a line behind each hyphen of an option, and nowhere in a path. A number is not broken.
_OPTION = re.compile(r"(?<!\S)(--?\w[\w-]*)")
_PART = re.compile(r"(?<=[\w)][/_.=(,])(?=[A-Za-z])")


class DivideParts(Treeprocessor):
    """Puts each heading, with what follows it, into a part, or into several."""

    def run(self, root: etree.Element) -> None:
        """Divide a page."""
        part = None
        for child in list(root):
            if child.tag in HEADINGS or (part is not None and len(part) >= MOST and _words(child)):
                part = etree.Element("div", {"class": PART})
                root.insert(list(root).index(child), part)
            if part is not None:
                root.remove(child)
                part.append(child)


def _words(child: etree.Element) -> bool:
    """Return whether a block is a paragraph, and no place that is kept for markup."""
    return child.tag == "p" and not (child.text or "").startswith(STX)


class NameCells(Treeprocessor):
    """Says at each cell of a wide table what its column is."""

    def run(self, root: etree.Element) -> None:
        """Name the cells of a page, once inline patterns have looked at the heads."""
        for table in root.iter("table"):
            heads = [_text(head) for head in table.iterfind("thead/tr/th")]
            rows = list(table.iterfind("tbody/tr"))
            if _wide(len(heads), [_text(row) for row in rows]):
                for row in rows:
                    for cell, head in zip(row.iterfind("td"), heads, strict=False):
                        cell.set(HEAD, head)


def _text(element: etree.Element) -> str:
    return "".join(element.itertext())


def _wide(columns: int, rows: list[str]) -> bool:
    """Whether a telephone has no room for so many columns."""
    return columns > 2 and sum(map(len, rows)) > len(rows) * (THREE if columns == 3 else MORE)


class BoxTables(Treeprocessor):
    """Puts each table that has no class into its boxes."""

    def run(self, root: etree.Element) -> None:
        """Box the tables of a page."""
        for parent in list(root.iter()):
            for number, table in enumerate(list(parent)):
                if table.tag == "table" and "class" not in table.attrib:
                    outer, inner = (etree.Element("div", {"class": name}) for name in BOXES)
                    outer.append(inner)
                    inner.append(table)
                    outer.tail, table.tail = table.tail, None
                    parent[number] = outer
                    _name_rows(table)


def _name_rows(table: etree.Element) -> None:
    """Say that the first cell of a row names it. A head without words names nothing."""
    for first in table.iterfind("tbody/tr/td[1]"):
        if _text(first).strip():
            first.set("role", "rowheader")
    for head in table.iterfind("thead/tr/th"):
        if not _text(head).strip():
            head.tag = "td"


class BreakCode(Treeprocessor):
    """Marks where code in a sentence may go on in the next line: between the parts of a name, never in an option."""

    def run(self, root: etree.Element) -> None:
        """Mark the places; what is copied stays as it is."""
        entries = (entry for entry in root.iter("section") if entry.get("class") == ENTRY)
        listed = {id(code) for entry in entries for code in entry.iter("code")}
        for code in root.iter("code"):
            text = code.text or ""
            if id(code) in listed or len(code) or len(text) <= LONG:
                continue
            if not text.startswith("&lt;"):  # Markdown has escaped it
                _mark(code, text)


def _mark(code: etree.Element, text: str) -> None:
    code.text = None
    for piece in _OPTION.split(text):
        if _OPTION.fullmatch(piece):
            etree.SubElement(code, "span", {"class": "ls-option"}).text = AtomicString(piece)
            continue
        ends = [0, *(found.start() for found in _PART.finditer(piece)), len(piece)]
        for number, (first, last) in enumerate(pairwise(ends)):
            if number:
                etree.SubElement(code, "wbr")
            _append(code, piece[first:last])


def _append(code: etree.Element, text: str) -> None:
    if len(code):
        code[-1].tail = AtomicString(text)
    else:
        code.text = AtomicString(text)
