"""A digest of a program's words with its comments: the same however it is laid out, under every version of Python."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from keyword import iskeyword

_STRUCTURE = {tokenize.NEWLINE: ";", tokenize.INDENT: "→", tokenize.DEDENT: "←"}
_LAYOUT = {tokenize.NL, tokenize.ENDMARKER}
_OPEN, _CLOSED = frozenset("([{"), frozenset(")]}")
_FORMATTED = re.compile(r"(\w*)('''|\"\"\"|'|\")(.*)\2", re.S)


@lru_cache(maxsize=512)  # a book is checked again and again while it is doubted
def digest(source: str) -> str:
    """Digest a program that parses.

    Its comments count, for a reader reads them, and so do parentheses. How lines are broken and indented does not,
    nor which quotes a string has, nor the comma that a formatter adds where it breaks a line.
    """
    return sha256("\0".join(_words(source)).encode()).hexdigest()


def _words(source: str) -> list[str]:
    words: list[str] = []
    brackets: list[tuple[bool, int]] = []  # whether one comma makes a tuple in it, and how many stood before it
    before, commas, last = "", 0, 0
    for token in _tokens(source):
        if token.type == tokenize.COMMENT:
            words.append(f"# {' '.join(token.string.lstrip('#').split())}")
            continue
        if token.type in _LAYOUT:
            continue
        word = _STRUCTURE.get(token.type, token.string)
        if word in _OPEN:
            brackets.append((_makes_tuple(before, word), commas))
            commas = 0
        elif word == ",":
            commas += 1
            last = len(words)
        elif word in _CLOSED:
            alone, outer = brackets.pop()
            if before == "," and not (alone and commas == 1):
                del words[last]
            commas = outer
        before = word
        words.append(_spelled(word) if token.type == tokenize.STRING else word)
    return words


def _makes_tuple(before: str, bracket: str) -> bool:
    """Whether one comma in a bracket makes a tuple, as in `(x,)` and `array[x,]`, and not in `call(x,)` or `[x,]`."""
    called = before.isidentifier() and not iskeyword(before) and before not in ("match", "case")
    attached = called or before in _CLOSED
    return attached if bracket == "[" else bracket == "(" and not attached and before != "import"


def _tokens(source: str) -> Iterator[tokenize.TokenInfo]:
    """Yield the tokens of a program. An f-string is one of them, as it was before Python 3.12."""
    lines = list(io.StringIO(source))
    opened: list[tuple[int, int]] = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        name = tokenize.tok_name[token.type]
        if name in ("FSTRING_START", "TSTRING_START"):
            opened.append(token.start)
        elif name in ("FSTRING_END", "TSTRING_END"):
            start = opened.pop()
            if not opened:
                yield tokenize.TokenInfo(tokenize.STRING, _between(lines, start, token.end), start, token.end, "")
        elif not opened:
            yield token


def _between(lines: list[str], start: tuple[int, int], end: tuple[int, int]) -> str:
    rows = lines[start[0] - 1 : end[0]]
    rows[-1] = rows[-1][: end[1]]
    rows[0] = rows[0][start[1] :]
    return "".join(rows)


def _spelled(literal: str) -> str:
    """Spell a string in one way. An f-string has no value before it runs: it keeps all but its quotes."""
    if (match := _FORMATTED.fullmatch(literal)) and set(match[1].lower()) & {"f", "t"}:
        return f"{match[1].lower()} {match[3]}"
    return ascii(ast.literal_eval(literal))
