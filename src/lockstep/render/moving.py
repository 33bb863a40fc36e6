"""A figure that a reader can move: its drawing and its words stand in a custom element, beside what its program left.

Without a script the drawing is all that is seen. A script finds the words and the numbers on the page and writes none
of its own. What is too long for a page stands in a file of the site, and is asked for when the figure comes near.
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as etree

from lockstep.book.model import MOVES, Figure
from lockstep.book.settings import GENERATED
from lockstep.edition import Edition

#: The class of such an element, and the attributes that hold what its program left, or in which file of the site it is.
CLASS, RUN, FILE = "ls-moves", "data-run", "data-run-at"
#: The most letters that a page holds of what a program left.
MOST = 4_000


def run_of(edition: Edition, figure: Figure) -> str:
    """Return what the program of a figure left for its element, as JSON; empty where there is no such thing."""
    record = edition.records.get(figure.snippet)
    left = record.values.get(MOVES) if record else None
    return "" if left is None else json.dumps(left, ensure_ascii=False, separators=(",", ":"))


def file_of(edition: Edition, figure: Figure) -> str:
    """Return the file of the site that holds what is too long for a page; empty where the page holds it."""
    return f"{GENERATED}/{figure.ident}.json" if len(run_of(edition, figure)) > MOST else ""


def attribute_of(edition: Edition, figure: Figure) -> tuple[str, str]:
    """Return the attribute of a figure's element that says what its program left, or where that is."""
    file = file_of(edition, figure)
    return (FILE, file) if file else (RUN, run_of(edition, figure))


def element_of(edition: Edition, figure: Figure, parent: etree.Element) -> etree.Element:
    """Add the element of a figure that moves, still empty."""
    name, value = attribute_of(edition, figure)
    named = {"class": CLASS, "data-moves": figure.ident, "data-search-exclude": "", name: value}
    return etree.SubElement(parent, figure.moves, named)
