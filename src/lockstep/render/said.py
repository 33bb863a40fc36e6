"""What the pages say with the numbers of a program, gathered where its statement is looked up."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from itertools import groupby

_DISPLAYED = re.compile(r"\$\$\s*(.+?)\s*\$\$", re.S)
_CELL = re.compile(r"(?<!\\)\|")


def add_said(section: etree.Element, said: tuple[str, ...]) -> None:
    """Add the sentences and the rows of tables, folded; nothing where no page takes a number."""
    if not said:
        return
    # A search finds a sentence on its own page.
    details = etree.SubElement(section, "details", {"class": "ls-whole ls-said", "data-search-exclude": ""})
    etree.SubElement(details, "summary").text = "What is said with its numbers"
    content = etree.SubElement(details, "div")
    for head, group in groupby((each.rpartition("\n") for each in said), key=lambda parts: parts[0]):
        if head:
            _table(content, head, [row for _, _, row in group])
        else:
            for _, _, sentence in group:
                etree.SubElement(content, "p").text = _DISPLAYED.sub(r"$\1$", sentence)


def _table(content: etree.Element, head: str, rows: list[str]) -> None:
    table = etree.SubElement(content, "table")
    for part, tag, lines in (("thead", "th", [head]), ("tbody", "td", rows)):
        group = etree.SubElement(table, part)
        for line in lines:
            row = etree.SubElement(group, "tr")
            for cell in _CELL.split(line.strip().strip("|")):
                etree.SubElement(row, tag).text = cell.strip()
