"""What the browser may leave for later: the parts of a page between headings, and wide tables in a box.

A style sheet lets a telephone lay out a part when it comes near, and keeps some room for it until then. So no part is
very long; and each begins with words, since a program that is folded belongs to what stands before it.

A table scrolls inside its box; the theme's own script would make the same box while a reader waits.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree

from markdown.treeprocessors import Treeprocessor
from markdown.util import STX

PART = "ls-part"
#: What begins a part; what stands before the first, which is seen at once, is in none.
HEADINGS = frozenset({"h2", "h3"})
#: After how many paragraphs, programs and other blocks the next words begin a part.
MOST = 8
#: The theme's names of the two boxes around a table.
BOXES = ("md-typeset__scrollwrap", "md-typeset__table")


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


def _name_rows(table: etree.Element) -> None:
    """Say that the first cell of a row names it. A head without words names nothing."""
    for first in table.iterfind("tbody/tr/td[1]"):
        if _spelled(first):
            first.set("role", "rowheader")
    for head in table.iterfind("thead/tr/th"):
        if not _spelled(head):
            head.tag = "td"


def _spelled(cell: etree.Element) -> str:
    return "".join(cell.itertext()).strip()


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
