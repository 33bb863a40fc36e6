"""Paragraphs: what their parts say, without what has another source, and on which line of the page each part stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from markdown_it.token import Token

from lockstep.values import VALUE

GIVEN = re.compile(r'\[([^\][]+)\]\{\s*\.given(?:\s+source="([^"]*)")?\s*\}')
# What is no text: attributes, and what an abbreviation stands for.
_UNSHOWN = re.compile(r"\{ ?[:.#][^}]*\}|^\*\[[^\]]+\]:.*", re.M)
#: What the parts of a paragraph say that are no words: a line ends, or something stands there that has another source.
SAID = dict.fromkeys(("softbreak", "hardbreak"), "\n") | dict.fromkeys(
    ("math_inline", "math_inline_double", "html_inline", "image"), " "
)
# What closes a link or an image: its address and title, or the name of a reference.
_TARGET = re.compile(r"\](?:\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)|\[[^\]]*\])?", re.S)


def words_of(text: str) -> str:
    """Return the words of a paragraph whose parts are joined; what is given are words of its own."""
    return _UNSHOWN.sub(" ", GIVEN.sub(r"\1", text))


def row(line: str) -> str:
    """Return a row of a table with the bars in its code escaped, which divide cells for this parser alone."""
    if not line.lstrip().startswith("|"):
        return line
    return re.sub(r"`[^`]+`", lambda code: re.sub(r"(?<!\\)\|", r"\|", code[0]), line)


def code_said(code: str) -> str:
    """Return what a code span says: a value has another source, and a bracket in code marks nothing."""
    return " " if re.match(VALUE, code) else re.sub(r"[][{}]", " ", code)


def placed(tokens: Iterable[Token], source: str, first: int) -> Iterator[tuple[Token, int]]:
    """Yield each part of a paragraph, whose source starts on line `first`, with the line that the part starts on."""
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
