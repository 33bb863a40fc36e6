"""Sentences in source, so that what changes is told by the sentence, however its lines are wrapped."""

from __future__ import annotations

import re

_END = re.compile(r"(?<=[.?!:])\s+(?=[A-Z])")


def sentences(source: str) -> tuple[str, ...]:
    """Return the sentences of a source text, each on one line."""
    flat = " ".join(source.split())
    return tuple(_END.split(flat)) if flat else ()


def sentences_with(source: str, part: str) -> tuple[str, ...]:
    """Return the sentences that hold a part of the text."""
    return tuple(each for each in sentences(source) if part in each)
