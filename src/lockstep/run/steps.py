"""A snippet's source, compiled statement by statement so that the run can say which one did what."""

from __future__ import annotations
import __future__

import ast
from dataclasses import dataclass
from functools import reduce
from operator import or_
from types import CodeType

from lockstep.binding import first_line
from lockstep.private import rewrite_asserts

#: The global name under which a run provides its record of reached assertions: no source can spell it.
REACHED = "@reached"

_FUTURE = reduce(or_, (getattr(__future__, name).compiler_flag for name in __future__.all_feature_names))


@dataclass(frozen=True)
class Step:
    """A top-level statement, ready to run, and its first line."""

    line: int
    code: CodeType


def compile_steps(source: str, path: str, marker: ast.NodeTransformer | None = None) -> list[Step]:
    """Compile each top-level statement under the snippet's own file name and lines.

    Each `assert`, at any depth, first calls ``REACHED(line)``; when it fails, it shows the values compared. Another
    `marker` sees each top-level statement in turn, and puts its own calls in place.

    Raises:
        SyntaxError: The source is no Python program, as Python itself would report it.
    """
    whole = compile(source, path, "exec", dont_inherit=True)
    flags = whole.co_flags & _FUTURE
    steps = []
    for position, node in enumerate(ast.parse(source, path).body):
        if position and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue  # does nothing; compiled by itself, a string would become the module's docstring
        module = (marker or _Marker()).visit(ast.Module([node], []))
        rewrite_asserts(module, path)
        code = compile(module, path, "exec", flags, dont_inherit=True)
        steps.append(Step(first_line(node), code))
    return steps


class _Marker(ast.NodeTransformer):
    """Puts a call of `REACHED` before each `assert`."""

    def visit_Assert(self, node: ast.Assert) -> list[ast.stmt]:
        call = ast.Call(ast.Name(REACHED, ast.Load()), [ast.Constant(node.lineno)], [])
        mark = ast.copy_location(ast.Expr(call), node)
        return [ast.fix_missing_locations(mark), node]
