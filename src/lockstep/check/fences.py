"""Fences: what is shown is what ran, so a fence holds an include and nothing else; one of a program stands open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lockstep.book import Book
from lockstep.book.marks import Code, Fence
from lockstep.book.model import Snippet
from lockstep.book.prose import FENCES, SHOWN
from lockstep.book.snippet import LONGEST, shown_lines
from lockstep.problem import Problem, did_you_mean
from lockstep.run import Record

_PYTHON = frozenset({"py", "python", "python3", "py3", "pycon", "ipython", "ipython3", "pytb"})


def check_includes(book: Book, records: Mapping[str, Record]) -> Iterator[Problem]:
    """Sections that do not exist, lines that are shown twice, and sections out of order."""
    seen: dict[str, list[tuple[int, Fence]]] = {}
    for page in book.pages:
        for fence in page.fences:
            snippet = book.snippets.get(fence.snippet)
            if snippet is None or snippet.problems:
                continue  # reported where it is missing or malformed
            yield from _include(snippet, fence, seen.setdefault(snippet.name, []))


def _include(snippet: Snippet, fence: Fence, shown: list[tuple[int, Fence]]) -> Iterator[Problem]:
    section = snippet.section(fence.section) if fence.section else None
    if fence.section and section is None:
        names = ", ".join(each.name for each in snippet.sections) or "none"
        what = f"{snippet.path} has no section {fence.section!r}"
        yield fence.place.problem(what, f"its sections: {names}")
        return
    start = section.first if section else 1
    twice = [other for line, other in shown if line == start or not section or other.section is None]
    if twice:
        what = f"lines of {snippet.path} that {twice[0].place} shows already"
        yield fence.place.problem(what, "show each line once, and refer to it from elsewhere")
    elif shown and start < shown[-1][0]:
        what = f"section {fence.section!r} comes before what the fence above it shows"
        yield fence.place.problem(what, "show the sections in the order in which they run")
    shown.append((start, fence))


def check_recalls(book: Book, records: Mapping[str, Record]) -> Iterator[Problem]:
    """Repetitions of what no page shows."""
    shown = {(fence.snippet, fence.section) for page in book.pages for fence in page.fences}
    names = [*book.figures, *(f"{name}.py:{section}" if section else f"{name}.py" for name, section in shown)]
    for page in book.pages:
        for each in page.recalls:
            if each.target not in book.figures and each.program not in shown:
                what = f"nothing that a page shows is called {each.target!r}"
                remedy = "name the id of a figure, or a section that another page includes, as name.py:section"
                yield each.place.problem(what, did_you_mean(each.target, names, remedy))


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
            what = f"{snippet.path} has a second heart; its first is at {marked[0].place}"
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


def check_code(book: Book, records: Mapping[str, Record]) -> Iterator[Problem]:
    """Code on a page that no run stands behind, in whatever syntax."""
    for page in book.texts:
        for code in page.code:
            what, remedy = _judge(code)
            yield code.place.problem(what, remedy)


def _judge(code: Code) -> tuple[str, str]:
    include = 'move it to a snippet and include that: ```python, then --8<-- "name.py:section"'
    if code.form == "container":
        return "an admonition, a tab or an indented fence: no test sees what is in it", "use a /// block at the margin"
    if code.form == "html":
        return "code in HTML: nothing ran to make it", include
    if code.form == "indented":
        return "an indented block of code: nothing ran to make it", include
    language = code.info.strip("{} ").split(" ")[0].lstrip(".")
    if code.markup.startswith("~"):
        return "a fence of tildes: python fences are written with three backticks", include
    if code.info in FENCES:
        return "a fence typed by hand: nothing ran to make it", include
    if language in _PYTHON:
        return f"a python fence with the info string {code.info!r}", "write ```python, or ```python heart"
    shown = ", ".join(sorted(SHOWN))
    return f"a fence of {code.info or 'no language'}: output is never pasted", f"print it in a snippet; typed: {shown}"
