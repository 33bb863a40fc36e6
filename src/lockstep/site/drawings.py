"""What tells a drawing from every other, of one that is parsed and of one that is not; and texts without markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from bs4 import Tag

_TAG = re.compile(r"<[^>]*>")
_ATTRIBUTE = re.compile(r'\s([\w:-]+)="([^"]*)"')
# Attributes that say where something in a drawing is.
_PLACED = frozenset({"d", "x", "y", "points", "transform", "width", "height"})


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
