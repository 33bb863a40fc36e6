"""Snippets as their source states them, found without running anything: sections, assertions, and the heart.

The heart of a program is the one fragment that stands open on the page, because it states the claim in code.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable
from functools import lru_cache

from lockstep.book.marks import Fence
from lockstep.book.model import Assertion, Section, Snippet
from lockstep.book.text import lines_of
from lockstep.problem import Problem

_MARK = re.compile(r"\s*#\s*--8<--\s*\[(start|end):\s*([\w-]+)\s*\]\s*")
#: More lines than these are no heart: a reader has to see it at a glance.
LONGEST = 12
#: Outside the chapters, no more lines than these stand open whatever a reader has chosen: they are there to be copied.
COPIED = 20


@lru_cache(maxsize=1024)  # a server parses the one that was edited
def parse_snippet(name: str, path: str, source: str) -> Snippet:
    """Parse the snippet `name`, kept at `path`; whatever is malformed becomes a problem."""
    problems: list[Problem] = []
    if not (name.isidentifier() and name.isascii()):
        remedy = "name it as a Python module: letters, digits and underscores, so that an id can name it"
        problems.append(Problem(path, 1, f"{name}.py is no name of a program", remedy))
    try:
        tree = parsed(source)
    except SyntaxError as error:
        what = f"not Python: {error.msg}"
        problems.append(Problem(path, min(error.lineno or 1, len(lines_of(source))), what, "mend the syntax"))
        return Snippet(name, path, source, (), (), tuple(problems))
    sections = _sections(path, source, tree, problems)
    asserts = sorted((n for n in ast.walk(tree) if isinstance(n, ast.Assert)), key=lambda n: n.lineno)
    assertions = tuple(Assertion(n.lineno, ast.unparse(n.test)) for n in asserts)
    return Snippet(name, path, source, sections, assertions, tuple(problems))


def parsed(source: str) -> ast.Module:
    """Parse a program.

    Raises:
        SyntaxError: It is none, or nothing that can be looked through: a thousand brackets in one another.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Python warns of, the run says
            tree = ast.parse(source)
        for node in ast.walk(tree):
            if isinstance(node, ast.Assert):
                ast.unparse(node.test)
    except (ValueError, RecursionError, MemoryError) as error:
        raise SyntaxError(f"too deep or too large for Python to parse ({type(error).__name__})") from error
    return tree


def shown_lines(snippet: Snippet, section: str | None) -> list[tuple[int, str]]:
    """Return the numbered lines that a fence shows: no marks, and no blank lines at either end."""
    span = snippet.section(section) if section else None
    first, last = (span.first, span.last) if span else (1, None)
    within = enumerate(lines_of(snippet.source)[first - 1 : last], first)
    shown = [(number, line) for number, line in within if not _MARK.fullmatch(line)]
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
    shown = [number for number, _ in shown_lines(snippet, fence.section)]
    return sum(each.line in shown for each in snippet.assertions)


def _sections(path: str, source: str, tree: ast.Module, problems: list[Problem]) -> tuple[Section, ...]:
    def report(line: int, what: str, remedy: str) -> None:
        problems.append(Problem(path, line, what, remedy))

    found: list[Section] = []
    opened: dict[str, int] = {}
    lines = lines_of(source)
    for number, text in enumerate(lines, 1):
        if (mark := _MARK.fullmatch(text)) is None:
            continue
        name = mark[2]
        if mark[1] == "start":
            if name in opened or any(section.name == name for section in found):
                report(number, f"section {name!r} starts a second time", "give every section its own name")
                continue
            if opened:
                other = next(iter(opened))
                report(number, f"section {name!r} overlaps section {other!r}", f"end {other!r} before this line")
            opened[name] = number
        elif name not in opened:
            report(number, f"section {name!r} ends and was not open", f"add `# --8<-- [start:{name}]` before it")
        else:
            first, last = opened.pop(name) + 1, number - 1
            if not any(line.strip() and not _MARK.fullmatch(line) for line in lines[first - 1 : last]):
                report(first - 1, f"section {name!r} is empty", "move its marks around the lines that it is to show")
            found.append(Section(name, first, last))
    for name, line in opened.items():
        report(line, f"section {name!r} is open: it has no end", f"add `# --8<-- [end:{name}]` after its last line")
    for node in tree.body:
        first, last = node.lineno, node.end_lineno or node.lineno
        for section in found:
            inside = section.first <= first and last <= section.last
            if not inside and first <= section.last and section.first <= last:
                what = f"section {section.name!r} cuts the statement at line {first} in two"
                report(section.first - 1, what, "put its marks between top-level statements")
    return tuple(sorted(found, key=lambda section: section.first))
