"""What the pages say with the numbers of a program, gathered where its statement is looked up."""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as etree
from itertools import groupby

_DISPLAYED = re.compile(r"\$\$\s*(.+?)\s*\$\$", re.S)
_LINK = re.compile(r"(\]\(<?|\bhref=[\"']?)(?![a-z][\w+.-]*:|/)([^)\s>\"']*)", re.I)
#: Behind a word or another bracket they are no link: a value may end in `kept[1][0]`.
_BY_NAME = re.compile(r"(?<![\w\]])\[([^\[\]]+)\]\[[^\[\]]*\]")
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


def moved(said: str, page: str, here: str) -> str:
    """Return what a page says as another one may quote it: its links lead where they led.

    A link by name, whose address stands elsewhere on the page, is only its words.

    Args:
        said: In source.
        page: The uri of the page that says it.
        here: The uri of the page that quotes it.
    """

    def target(match: re.Match[str]) -> str:
        path, mark, anchor = match[2].partition("#")
        to = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
        return match[1] + posixpath.relpath(to, posixpath.dirname(here) or ".") + mark + anchor

    return _LINK.sub(target, _BY_NAME.sub(r"\1", said))


def _table(content: etree.Element, head: str, rows: list[str]) -> None:
    table = etree.SubElement(content, "table")
    for part, tag, lines in (("thead", "th", [head]), ("tbody", "td", rows)):
        group = etree.SubElement(table, part)
        for line in lines:
            row = etree.SubElement(group, "tr")
            for cell in _CELL.split(line.strip().strip("|")):
                etree.SubElement(row, tag).text = cell.strip()
