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
        match = _spelling(token).search(source, after)
        start = match.start() if match else after
        yield token, first + source.count("\n", 0, start)
        if match:
            after = match.end()


def _spelling(token: Token) -> re.Pattern[str]:
    """Return what a part looks like in the source; nothing for what leaves no trace there, or another one."""
    if token.type in ("softbreak", "hardbreak"):
        return re.compile("\n")
    if token.type in ("link_close", "image") and token.markup != "autolink":
        return _TARGET
    if token.type == "code_inline":
        return re.compile(rf"{token.markup}\s?{_wrapped(token.content)}\s?{token.markup}")
    if token.type in ("text", "html_inline", "math_inline", "math_inline_double"):
        return re.compile(re.escape(token.content))
    return re.compile("")


def _wrapped(code: str) -> str:
    """Return a pattern for code whose line ends became blanks."""
    return r"[ \n]".join(map(re.escape, code.split(" ")))
