"""Where code in a sentence may go on in the next line: between the parts of a name, and not inside an option."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from itertools import pairwise

from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

#: Code of fewer characters fits where it stands, and a token such as `<|endoftext|>` is one word.
LONG = 12
#: The ledger has a rule of its own, and thousands of names.
ENTRY = "ls-entry"
#: A browser would break a line behind each hyphen of an option, and nowhere in a path. A number is not broken.
_OPTION = re.compile(r"(?<!\S)(--?\w[\w-]*)")
_PART = re.compile(r"(?<=[\w)][/_.=(,])(?=[A-Za-z])")


class BreakCode(Treeprocessor):
    """Marks the places in the code of a page."""

    def run(self, root: etree.Element) -> None:
        """Mark them; what is copied stays as it is."""
        listed = {
            id(code) for entry in root.iter("section") if entry.get("class") == ENTRY for code in entry.iter("code")
        }
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
