"""What the browser may leave for later: the parts of a page between headings, and wide tables in a box.

A style sheet lets a telephone lay out a part when it comes near, and keeps some room for it until then. So no part is
very long. A table scrolls inside its box; the theme's own script would make the same box while a reader waits.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree

from markdown.treeprocessors import Treeprocessor

PART = "ls-part"
#: What begins a part; what stands before the first, which is seen at once, is in none.
HEADINGS = frozenset({"h2", "h3"})
#: The most paragraphs, programs and other blocks of a part.
MOST = 8
#: The theme's names of the two boxes around a table.
BOXES = ("md-typeset__scrollwrap", "md-typeset__table")


class DivideParts(Treeprocessor):
    """Puts each heading, with what follows it, into a part, or into several."""

    def run(self, root: etree.Element) -> None:
        """Divide a page."""
        part = None
        for child in list(root):
            if child.tag in HEADINGS or (part is not None and len(part) == MOST):
                part = etree.Element("div", {"class": PART})
                root.insert(list(root).index(child), part)
            if part is not None:
                root.remove(child)
                part.append(child)


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
