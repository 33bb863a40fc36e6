"""Hearts: of each program one fragment stands open, and it is short."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lockstep.book import Book
from lockstep.book.hearts import LONGEST, shown_lines
from lockstep.problem import Problem
from lockstep.run import Record


def check_hearts(book: Book, records: Mapping[str, Record]) -> Iterator[Problem]:
    """Programs of which nothing, more than one fragment, or too long a one would stand open."""
    evidence = {statement.snippet for statement in book.statements.values()}
    for name, fences in book.fences.items():
        snippet = book.snippets.get(name)
        sections = {None, *(section.name for section in snippet.sections)} if snippet else set()
        if snippet is None or snippet.problems or any(each.section not in sections for each in fences):
            continue  # reported where it is missing or malformed
        marked = [fence for fence in fences if fence.heart]
        for fence in marked[1:]:
            there = marked[0].place
            what = f"{snippet.path} has a second heart; its first is at {there.path}:{there.line}"
            yield fence.place.problem(what, "mark one of them: ```python heart")
        for fence in marked:
            if snippet.draws:
                what = f"{snippet.path} only draws, so that its figure stands for it"
                yield fence.place.problem(what, "write ```python")
            elif (count := len(shown_lines(snippet, fence.section))) > LONGEST:
                what = f"the heart of {snippet.path} has {count} lines, and {LONGEST} are the most"
                yield fence.place.problem(what, "make a shorter section around the lines that state the claim")
        if name in evidence and snippet.assertions and not marked and name not in book.hearts:
            what = f"no fragment of {snippet.path} that asserts something has at most {LONGEST} lines: none stands open"
            yield fences[0].place.problem(what, "make a shorter section around the lines that state the claim")
