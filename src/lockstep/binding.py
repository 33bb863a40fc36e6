"""Which names a statement of a program binds, and where the program binds a name last."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from lockstep.values import path_steps

FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
#: What has names of its own: what is bound in it is bound for itself.
OWN_NAMES = (*FUNCTION, ast.ClassDef, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def last_bindings(source: str, paths: Iterable[str]) -> dict[int, list[str]]:
    """Return the paths by the first line of the top-level statement that binds the name, or a part of it, last."""
    found: dict[int, list[str]] = {}
    bodies = [(first_line(each), bound(each)) for each in ast.parse(source).body]
    for path in sorted(paths):
        name = path_steps(path)[0]
        if lines := [line for line, names in bodies if name in names]:
            found.setdefault(lines[-1], []).append(path)
    return found


def first_line(statement: ast.stmt) -> int:
    """Return where a statement starts, its decorators included."""
    parts: list[ast.stmt | ast.expr] = [statement, *getattr(statement, "decorator_list", ())]
    return min(part.lineno for part in parts)


def bound(statement: ast.AST) -> set[str]:
    """Return the global names that a statement of the module binds, whole or in part."""
    return {name for node in _outside(statement) for name in _targets(node)}


def _outside(statement: ast.AST) -> Iterator[ast.AST]:
    """Go through a statement, but not into what has names of its own."""
    yield statement
    if not isinstance(statement, OWN_NAMES):
        for child in ast.iter_child_nodes(statement):
            yield from _outside(child)


def _targets(node: ast.AST) -> Iterator[str]:
    if isinstance(node, (*FUNCTION, ast.ClassDef)):
        yield node.name
    elif isinstance(node, ast.alias):
        yield (node.asname or node.name).partition(".")[0]
    elif isinstance(node, ast.Name | ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Store):
        while isinstance(node, ast.Attribute | ast.Subscript):
            node = node.value
        if isinstance(node, ast.Name):
            yield node.id
