"""What a program printed, so that a telephone shows it: a line that is too long goes on below, set in.

What stands in columns keeps them: it is set smaller, as far as it can be read, and then scrolls inside itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby

#: A line of as many characters fits a telephone in the usual size.
SHORT = 36
#: And of as many in the smallest that can be read.
LONG = 52
#: A label before a line, with its blanks, is at most as long: a longer one leaves no room beside it.
LABEL = 16
#: More characters side by side than these are too many for any page in the usual size.
MANY = 88
_GAP = re.compile(r"\S {2,}\S")
_LABEL = re.compile(r" *(?:\S+(?: \S+)* {2,}(?=\S))?")


def output_html(printed: str, label: str) -> str:
    """Return what was printed, named by what printed it; nothing where nothing was."""
    text = printed.strip("\n")
    if not text.strip():
        return ""
    lines = text.split("\n")
    width = max(map(len, lines))
    if width <= SHORT:
        words = escape(text)
    elif width <= LONG:
        words = "".join(map(_line, lines))
    else:
        words = "".join(_pieces(lines))
    named, fits = escape(output_of(label)), _fits(width) if width <= LONG else ""
    return f'<div class="ls-output" role="group" aria-label="{named}"><pre{fits}><samp>{words}</samp></pre></div>'


def output_of(label: str) -> str:
    """Return what the output of a program is called for those who do not see it."""
    return f"Output of {label.rpartition('/')[2].replace(' ·', ',')}"


def _pieces(lines: list[str]) -> Iterator[str]:
    """Yield the lines, those in columns together: two or more with blanks between their words."""
    for in_columns, group in groupby(lines, lambda line: bool(_GAP.search(line))):
        piece = list(group)
        width = max(map(len, piece))
        if in_columns and len(piece) > 1 and width > SHORT:
            rows = escape("\n".join(piece) + "\n")
            many = " ls-many" if width > MANY else ""
            yield f'<span class="ls-columns{many}" tabindex="0"{_fits(width)}>{rows}</span>'
        else:
            yield from map(_line, piece)


def _line(line: str) -> str:
    """Return a line that goes on where its words begin, behind its label; the end of a line is in its box."""
    found = _LABEL.match(line)
    begins = found.end() if found else 0
    words = f"{escape(line[begins:])}\n"
    if not 0 < begins <= LABEL:
        return f'<span class="ls-line">{escape(line[:begins])}{words}</span>'
    return f'<span class="ls-line ls-labelled"><span>{escape(line[:begins])}</span><span>{words}</span></span>'


def _fits(width: int) -> str:
    """Return the mark by which a style sheet knows how long the longest line is, to within three characters."""
    return f' data-fits="{min(-(-width // 4) * 4, LONG)}"' if width > SHORT else ""
