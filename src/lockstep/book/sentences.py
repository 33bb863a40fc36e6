"""Sentences in source, so that what changes is told by the sentence, however its lines are wrapped."""

from __future__ import annotations

import re

_END = re.compile(r"(?<=[.?!:])\s+(?=[A-Z])")


def sentences(source: str) -> tuple[str, ...]:
    """Return the sentences of a source text, each on one line."""
    flat = " ".join(source.split())
    return tuple(_END.split(flat)) if flat else ()


def sentences_with(said: tuple[str, ...], part: str) -> tuple[str, ...]:
    """Return those that hold a part of the text: all of them, where it is written in a way that none shows."""
    flat = " ".join(part.split())
    return tuple(each for each in said if flat in each) or said


def unended(source: str) -> tuple[str, ...]:
    """Return the last sentence where it has no end, since a displayed formula goes on with it; or nothing."""
    return tuple(each for each in sentences(source)[-1:] if not each.endswith((".", "?", "!")))


def row_said(head: str, row: str) -> str:
    """Return the two lines of a table that say what a number in it means: its head and its own row."""
    return "\n".join(dict.fromkeys(" ".join(line.split()) for line in (head, row)))
