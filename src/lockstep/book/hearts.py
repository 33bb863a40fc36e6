"""The heart of a program: the one fragment that stands open on the page, because it states the claim in code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lockstep.book.marks import Fence
from lockstep.book.model import Snippet
from lockstep.book.snippet import is_mark
from lockstep.book.text import lines_of

#: More lines than these are no heart: a reader has to see it at a glance.
LONGEST = 12
#: Outside the chapters, no more lines than these stand open whatever a reader has chosen: they are there to be copied.
COPIED = 20


def shown_lines(snippet: Snippet, section: str | None) -> list[tuple[int, str]]:
    """Return the numbered lines that a fence shows: no marks, and no blank lines at either end."""
    lines = lines_of(snippet.source)
    span = snippet.section(section) if section else None
    first, last = (span.first, span.last) if span else (1, len(lines))
    shown = [(number, line) for number, line in enumerate(lines, 1) if first <= number <= last and not is_mark(line)]
    full = [index for index, (_, line) in enumerate(shown) if line.strip()]
    return shown[full[0] : full[-1] + 1] if full else []


def heart_of(snippet: Snippet, fences: Iterable[Fence]) -> Fence | None:
    """Return the fence that stands open.

    It is the one that its author marked. Where none is marked, it is the one that asserts most of those that are short
    enough, and of equals the first. None where nothing short asserts anything.
    """
    fences = tuple(fences)
    marked = next((fence for fence in fences if fence.heart), None)
    if marked is not None or snippet.draws:
        return marked
    short = [fence for fence in fences if len(shown_lines(snippet, fence.section)) <= LONGEST]
    best = max(short, key=lambda fence: _asserted(snippet, fence), default=None)
    return best if best is not None and _asserted(snippet, best) else None


def _asserted(snippet: Snippet, fence: Fence) -> int:
    shown: Sequence[int] = [number for number, _ in shown_lines(snippet, fence.section)]
    return sum(each.line in shown for each in snippet.assertions)
