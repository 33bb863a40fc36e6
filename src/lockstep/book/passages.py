"""What a paragraph says, for a reader to read: its words, without what has another source."""

from __future__ import annotations

import re

from lockstep.values import VALUE

GIVEN = re.compile(r'\[([^\][]+)\]\{\s*\.given(?:\s+source="([^"]*)")?\s*\}')
# What is no text: attributes, and what an abbreviation stands for.
_UNSHOWN = re.compile(r"\{ ?[:.#][^}]*\}|^\*\[[^\]]+\]:.*", re.M)
#: What the parts of a paragraph say that are no words: a line ends, or something stands there that has another source.
SAID = dict.fromkeys(("softbreak", "hardbreak"), "\n") | dict.fromkeys(
    ("math_inline", "math_inline_double", "html_inline", "image"), " "
)


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
