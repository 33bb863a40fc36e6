"""The heads of wide tables, in their cells too: on a telephone, where a row is a list, a style sheet shows them there.

The words are those of the source, and no style sheet writes any.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree

from markdown.treeprocessors import Treeprocessor

#: A row of more characters than these, on average, is too much for a telephone in three columns, and in more.
THREE, MORE = 100, 55
HEAD = "data-head"


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
