"""A figure that a reader can move: its drawing and its words stand in a custom element, beside what its program left.

Without a script the drawing is all that is seen. A script finds the words and the numbers on the page and writes none
of its own.
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as etree

from lockstep.book.model import MOVES, Figure
from lockstep.edition import Edition

#: The class of such an element, and the attribute that holds what its program left.
CLASS, RUN = "ls-moves", "data-run"


def run_of(edition: Edition, figure: Figure) -> str:
    """Return what the program of a figure left for its element, as JSON; empty where there is no such thing."""
    record = edition.records.get(figure.snippet)
    left = record.values.get(MOVES) if record else None
    return "" if left is None else json.dumps(left, ensure_ascii=False, separators=(",", ":"))


def element_of(edition: Edition, figure: Figure, parent: etree.Element) -> etree.Element:
    """Add the element of a figure that moves, still empty."""
    named = {"class": CLASS, "data-moves": figure.ident, "data-search-exclude": "", RUN: run_of(edition, figure)}
    return etree.SubElement(parent, figure.moves, named)
