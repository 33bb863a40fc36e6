"""What a piece of a page says, without its markup: its text, its numbers, and what tells a drawing from others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from unicodedata import category

from bs4 import Tag

_TAG = re.compile(r"<[^>]*>")
_ATTRIBUTE = re.compile(r'\s([\w:-]+)="([^"]*)"')
# Attributes that say where something in a drawing is.
_PLACED = frozenset({"d", "x", "y", "points", "transform", "width", "height"})
_PLAIN = re.compile(r"[0-9](?:[0-9.,]*[0-9])?")
# Numerals that are letters: those of Rome, and characters of the east.
_LETTERS = ("Lo", "Nl")
#: Characters that count beside the ten digits, such as ½, ④ and ₂, up to those that are set as mathematics.
_OTHERS = frozenset(
    each for each in map(chr, range(0xA0, 0x20000)) if each.isnumeric() and category(each) not in _LETTERS
)


def bare(text: str) -> str:
    """Return a text without its blanks."""
    return "".join(text.split())


def text_of(html: str) -> str:
    """Return the text of a piece of HTML."""
    return unescape(_TAG.sub("", html))


def drawing(svg: Tag) -> str:
    """Return what tells a drawing from every other: its text, and where everything in it is."""
    inside = (str(value) for tag in svg.find_all(True) for name, value in tag.attrs.items() if name in _PLACED)
    return " ".join([bare(svg.get_text()), *inside])


def drawing_of(svg: str) -> str:
    """Return the same as `drawing` of a drawing that is not parsed: that would take as long as all pages."""
    inside = svg[svg.index(">") + 1 :]
    placed = (unescape(value) for name, value in _ATTRIBUTE.findall(inside) if name in _PLACED)
    return " ".join([bare(text_of(svg)), *placed])


def drawings_in(html: str) -> Iterator[str]:
    """Yield each drawing that stands in a piece of HTML."""
    yield from re.findall(r"<svg\b.*?</svg>", html, re.S)


def numbers(text: str) -> Iterator[re.Match[str]]:
    """Yield every number of a text; of those that are not in plain digits, each character."""
    yield from _PLAIN.finditer(text)
    for each in () if text.isascii() else sorted(_OTHERS.intersection(text)):
        yield from re.finditer(each, text)


def digits(text: str) -> str:
    """Return the digits of a text, one after another: its numbers, whatever its markup."""
    return "".join(each for each in text if "0" <= each <= "9" or each in _OTHERS)
