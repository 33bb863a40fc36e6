"""Code as HTML: coloured where a colour says something, with names as links to the entries that say what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from html import escape
from itertools import groupby
from typing import Any

from pygments.lexers import PythonLexer
from pygments.token import Comment, Keyword, Name, String

#: Where each name of a program leads: by its line, its column and itself.
Links = Mapping[tuple[int, int, str], str]

# Kinds of words, with the class that Pygments gives the first of them. All else, numbers too, has the colour of code,
# and so no element: a chapter would have ten thousand more, which a telephone needs half a second to style.
_COLOURED = (
    (Comment, "c"),
    (String.Doc, "c"),
    (String, "s"),
    (Keyword.Constant, ""),
    (Keyword, "k"),
    (Name.Function, "nf"),
    (Name.Class, "nf"),
    (Name.Decorator, "nf"),
    (Name.Builtin, "nb"),
)


def code_html(lines: Sequence[tuple[int, str]], links: Links, ident: str = "") -> str:
    """Return numbered lines as highlighted code; of the names that lead to one place, the first is a link."""
    code = _code_html(tuple(lines), frozenset(links.items()))
    named = f' id="{ident}"' if ident else ""
    return f'<div class="language-python highlight"{named}><pre><code>{code}\n</code></pre></div>'


@lru_cache(maxsize=4096)  # a preview builds every page again when one has changed
def _code_html(lines: tuple[tuple[int, str], ...], shown: frozenset[tuple[tuple[int, int, str], str]]) -> str:
    links, seen = dict(shown), set[str]()
    html = ""
    for style, group in groupby(_words("\n".join(line for _, line in lines)), key=lambda word: word[0]):
        text = ""
        for _, row, column, word in group:
            named = word.isidentifier()
            text += _linked(word, lines[row][0], column, links, seen) if named else escape(word, quote=False)
        html += f'<span class="{style}">{text}</span>' if style and text.strip() else text
    return html


def _words(source: str) -> Iterator[tuple[str, int, int, str]]:
    """Yield the style of each word, its row, its column and itself; a blank has the style of what is before it."""
    row, column, style = 0, 0, ""
    for kind, value in PythonLexer(stripnl=False, ensurenl=False).get_tokens(source):
        style = _style(kind) if value.strip() else style
        for part in re.split(r"(\W)", value):
            if part:
                yield style, row, column, part
            row, column = (row + 1, 0) if part == "\n" else (row, column + len(part))


def _style(kind: Any) -> str:
    return next((style for each, style in _COLOURED if kind in each), "")


def _linked(name: str, line: int, column: int, links: Links, seen: set[str]) -> str:
    href = links.get((line, column, name))
    if href is None or href in seen:
        return name
    seen.add(href)
    return f'<a class="ls-api" href="{escape(href)}">{name}</a>'
