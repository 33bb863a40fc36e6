"""What a lab printed as a table is one: lines between bars, the second of which rules the columns, as in Markdown.

It is print, so that a notebook and a terminal show it as well, and a blank stands on each side of a bar that divides:
what is in a cell may hold others, such as `<|endoftext|>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby

_ROW = re.compile(r"\| .* \|")
_RULE = re.compile(r"\|(?: ?:?-+:? ?\|)+")
_MINUS = re.compile(r"(?<![\w–-])-(?=\.?\d)")
_BETWEEN = re.compile(r"(?:(?<=\s)|^)\|(?:(?=\s)|$)")


def parts(printed: str) -> Iterator[tuple[str, bool]]:
    """Yield what was printed, piece by piece, each with whether it is a table."""
    lines = printed.rstrip("\n").split("\n")
    for barred, group in groupby(lines, lambda line: bool(_ROW.fullmatch(line) or _RULE.fullmatch(line))):
        piece = list(group)
        yield "\n".join(piece), barred and len(piece) > 2 and bool(_RULE.fullmatch(piece[1]))


def table_html(printed: str, named: str) -> str:
    """Return a printed table as HTML; a column that is ruled to the right holds numbers, with a minus sign.

    Args:
        printed: Its lines.
        named: What it is called for those who do not see it.

    Raises:
        ValueError: A row has more or fewer cells than the head.
    """
    head, rule, *body = printed.split("\n")
    ends = ["right" if each.strip().endswith(":") else "left" for each in rule.strip("|").split("|")]
    rows = [_cells(line) for line in (head, *body)]
    for line, row in zip((head, *body), rows, strict=True):
        if len(row) != len(ends):
            raise ValueError(f"a row of a table has {len(row)} cells, where its rule has {len(ends)}: {line}")
    first = _row(rows[0], ["th"] * len(ends), ends)
    others = "".join(_row(row, ["th", *["td"] * (len(ends) - 1)], ends) for row in rows[1:])
    table = f"<table><thead>{first}</thead><tbody>{others}</tbody></table>"
    return f'<div class="ls-output ls-table" role="group" tabindex="0" aria-label="{escape(named)}">{table}</div>'


def _cells(line: str) -> list[str]:
    return [each.strip() for each in _BETWEEN.split(line)[1:-1]]


def _row(cells: list[str], tags: list[str], ends: list[str]) -> str:
    scopes = {"th": ' scope="col"' if "td" not in tags and len(tags) > 1 else ' scope="row"', "td": ""}
    named = [tag if cell else "td" for cell, tag in zip(cells, tags, strict=True)]  # a head without words names nothing
    spelled = [_MINUS.sub("−", cell) if end == "right" else cell for cell, end in zip(cells, ends, strict=True)]
    written = zip(spelled, named, ends, strict=True)
    return (
        "<tr>"
        + "".join(f'<{tag}{scopes[tag]} style="text-align: {end}">{escape(cell)}</{tag}>' for cell, tag, end in written)
        + "</tr>"
    )
