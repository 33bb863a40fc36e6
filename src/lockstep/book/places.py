"""On which line a part of a paragraph stands: markdown-it says where the paragraph does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from markdown_it.token import Token

# What closes a link or an image: its address and title, or the name of a reference.
_TARGET = re.compile(r"\](?:\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)|\[[^\]]*\])?", re.S)


def placed(tokens: Iterable[Token], source: str, first: int) -> Iterator[tuple[Token, int]]:
    """Yield each part of a paragraph with the line that it starts on.

    Args:
        tokens: The parts, in their order.
        source: The source of the paragraph.
        first: The line that this starts on.
    """
    after = 0
    for token in tokens:
        start, after = _span(token, source, after)
        yield token, first + source.count("\n", 0, start)


def _span(token: Token, source: str, after: int) -> tuple[int, int]:
    """Return where a part stands in the source, and where it ends; both are `after` for what leaves no trace there."""
    spellings: tuple[str, ...] = ()
    if token.type in ("link_close", "image") and token.markup != "autolink":
        match = _TARGET.search(source, after)
        return match.span() if match else (after, after)
    if token.type in ("softbreak", "hardbreak"):
        spellings = ("\n",)
    elif token.type in ("text", "html_inline", "math_inline", "math_inline_double"):
        spellings = (token.content,)
    elif token.type == "code_inline":
        source = source.replace("\n", " ")  # as its content has it
        spellings = tuple(f"{token.markup}{pad}{token.content}{pad}{token.markup}" for pad in ("", " "))
    found = [(at, at + len(each)) for each in spellings if (at := source.find(each, after)) >= 0]
    return min(found, default=(after, after))
