"""The rule on values that pages show: an assertion of the program depends on each, as it was bound last.

It sees names and not values. So it lets pass what depends on a value by name alone; `lockstep doubt` changes the value
and looks.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator, Mapping

from lockstep.binding import FUNCTION, bound, first_line, last_bindings
from lockstep.book import Book
from lockstep.problem import Place, Problem
from lockstep.run import Record
from lockstep.values import path_steps

# What Python itself offers changes no object that it is given, but for these.
_HARMLESS = frozenset(dir(builtins)) - {"setattr", "delattr", "next", "exec", "eval"}


def check_asserted(book: Book, records: Mapping[str, Record]) -> Iterator[Problem]:
    """Yield the values that no assertion depends on."""
    for name, paths in book.asked.items():
        snippet = book.snippets.get(name)
        if snippet is None or snippet.problems or not (snippet.assertions or snippet.draws):
            continue
        for line, shown in last_bindings(snippet.source, paths).items():
            for value in sorted({path_steps(path)[0] for path in shown}):
                if not depends(snippet.source, value, line):
                    what = f"a page shows {name}.{value}, and no assertion depends on it"
                    yield Place(snippet.path, line).problem(what, "assert it below this line, by another derivation")


def depends(source: str, name: str, line: int) -> bool:
    """Whether an assertion could depend on a name as the top-level statement of this line leaves it."""
    body = ast.parse(source).body
    after = [each for each in body if first_line(each) > line or isinstance(each, FUNCTION)]
    after += [each for each in body if first_line(each) == line and hasattr(each, "body")]  # a loop may assert
    reached = {name}
    while True:
        touched = [each for each in after if reached & _read(each)]
        if any(reached & _read(node) for each in touched for node in ast.walk(each) if isinstance(node, ast.Assert)):
            return True
        grown = reached.union(*(bound(each) | _changed(each) for each in touched))
        if grown == reached:
            return False
        reached = grown


def _read(part: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(part) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)}


def _changed(statement: ast.stmt) -> set[str]:
    """Return the names of objects that a statement calls something with, which may change them."""
    calls = [each for each in ast.walk(statement) if isinstance(each, ast.Call)]
    return {name for each in calls if not _harmless(each.func) for name in _read(each)}


def _harmless(function: ast.expr) -> bool:
    return isinstance(function, ast.Name) and function.id in _HARMLESS
