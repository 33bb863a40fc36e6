"""Words in a label that also holds a formula, which matplotlib sets letter by letter.

Each letter stands where DejaVu Sans would have it. In the page's font, which is narrower, that is a word with
gaps; so the letters of a word are joined, and the browser spaces them. The word still starts where it did.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

_UPRIGHT = re.compile(r"font-size: ([\d.]+)px; font-family: 'DejaVu Sans'(?:;|$)")
_KERNING = 0.15  # em, the most by which two neighbours stand apart from their widths


def join_words(text: Element) -> None:
    """Join the upright letters of each word in a `<text>` whose `<tspan>`s hold one character each."""
    word: Element | None = None
    end = 0.0
    for span in list(text):
        style = span.get("style", "")
        match = _UPRIGHT.match(style)
        letter = (span.text or "").strip()
        if not letter:
            text.remove(span)
        if not match or not letter:
            word = None
            continue
        size, x = float(match[1]), float(span.get("x", "0"))
        line = (style, span.get("y"))
        if word is not None and line == (word.get("style"), word.get("y")) and abs(x - end) < _KERNING * size:
            word.text = f"{word.text}{letter}"
            text.remove(span)
        else:
            word = span
        end = x + _width(letter, size)


def _width(letter: str, size: float) -> float:
    """How far DejaVu Sans advances for a letter."""
    from matplotlib.font_manager import findfont, get_font

    font = get_font(findfont("DejaVu Sans"))
    font.set_size(size, 72)
    return float(font.load_char(ord(letter)).linearHoriAdvance) / 65536
