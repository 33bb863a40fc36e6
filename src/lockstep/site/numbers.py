"""Numbers in a text, in whatever characters they are written: 7, ½, ④ and ₂."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import category

_PLAIN = re.compile(r"[0-9](?:[0-9.,]*[0-9])?")
# Numerals that are letters: those of Rome, and characters of the east.
_LETTERS = ("Lo", "Nl")
#: Characters that count beside these ten, up to those that are set as mathematics.
_OTHERS = frozenset(
    each for each in map(chr, range(0xA0, 0x20000)) if each.isnumeric() and category(each) not in _LETTERS
)


def numbers(text: str) -> Iterator[re.Match[str]]:
    """Yield every number of a text; of those that are not in plain digits, each character."""
    yield from _PLAIN.finditer(text)
    for each in () if text.isascii() else sorted(_OTHERS.intersection(text)):
        yield from re.finditer(each, text)


def digits(text: str) -> str:
    """Return the digits of a text, one after another: its numbers, whatever its markup."""
    return "".join(each for each in text if "0" <= each <= "9" or each in _OTHERS)
