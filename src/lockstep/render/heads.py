"""The heads of wide tables, in their cells too: on a telephone, where a row is a list, a style sheet shows them there.

The words are those of the source, and no style sheet writes any.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree

from markdown.treeprocessors import Treeprocessor

#: Tables of as many columns are wide.
WIDE = 7
HEAD = "data-head"


class NameCells(Treeprocessor):
    """Says at each cell of a wide table what its column is."""

    def run(self, root: etree.Element) -> None:
        """Name the cells of a page, once inline patterns have looked at the heads."""
        for table in root.iter("table"):
            heads = ["".join(head.itertext()) for head in table.iterfind("thead/tr/th")]
            for row in table.iterfind("tbody/tr") if len(heads) >= WIDE else ():
                for cell, head in zip(row.iterfind("td"), heads, strict=False):
                    cell.set(HEAD, head)
