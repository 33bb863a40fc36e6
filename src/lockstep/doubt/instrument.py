"""A snippet with a hook at every place that can be attacked, line for line what it was."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lockstep.binding import first_line
from lockstep.doubt.published import with_bounds
from lockstep.run.steps import Step, compile_steps

#: The global names of the hooks: no source can spell them.
CALL, READ, ITEM, EACH, CHECK = "@call", "@read", "@item", "@each", "@check"

# They look at the frame that calls them, which a hook would change.
_FRAME = frozenset({"super", "locals", "globals", "vars", "dir", "eval", "exec"})


@dataclass(frozen=True)
class Spot:
    """A place of a snippet that can be attacked: a result that it uses, or an assertion.

    Attributes:
        line: Where it starts.
        source: The expression.
        asserts: Whether it is an assertion.
        once: Whether it is reached once at most, as a top-level statement is.
        used: Whether anything is done with the result; else it matters only whether there is one.
    """

    line: int
    source: str
    asserts: bool = False
    once: bool = False
    used: bool = True


def instrument(source: str, path: str, shown: Mapping[int, Iterable[str]]) -> tuple[list[Step], list[Spot]]:
    """Compile a snippet with its hooks; `shown` are the paths of what pages show, by the line that binds them last.

    Hooked are calls, attributes that are read, single items that are taken, what a loop goes through, and assertions.
    Operators are not.

    Returns:
        The top-level statements, and the spots by the number that each hook is called with.
    """
    hooks = _Hooks(shown)
    return compile_steps(source, path, hooks), hooks.spots


class _Hooks(ast.NodeTransformer):
    def __init__(self, shown: Mapping[int, Iterable[str]]) -> None:
        self._shown = shown
        self.spots: list[Spot] = []
        self._top: ast.stmt | None = None
        self._unused: ast.expr | None = None

    def visit_Module(self, node: ast.Module) -> ast.Module:
        (self._top,) = node.body
        paths = self._shown.get(first_line(self._top), ())
        self.generic_visit(node)
        node.body = with_bounds(node.body, paths)
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        self._unused = node.value
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if isinstance(node.func, ast.Name) and node.func.id in _FRAME:
            return self.generic_visit(node)
        spot = self._spot(node)
        if isinstance(node.func, ast.Attribute):  # the method is called, not read
            node.func.value = self.visit(node.func.value)
        else:
            node.func = self.visit(node.func)
        node.func = _hook(node.func, CALL, spot, node.func)
        node.args = [self.visit(each) for each in node.args]
        node.keywords = [self.visit(each) for each in node.keywords]
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        mangled = node.attr.startswith("__") and not node.attr.endswith("__")
        if not isinstance(node.ctx, ast.Load) or mangled:
            return self.generic_visit(node)
        spot = self._spot(node)
        return _hook(node, READ, spot, self.visit(node.value), ast.Constant(node.attr))

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        ranges = any(isinstance(each, ast.Slice) for each in ast.walk(node.slice))
        if not isinstance(node.ctx, ast.Load) or ranges:
            return self.generic_visit(node)
        spot = self._spot(node)
        return _hook(node, ITEM, spot, self.visit(node.value), self.visit(node.slice))

    def visit_For(self, node: ast.For) -> ast.For:
        spot = self._spot(node.iter)
        self.generic_visit(node)
        node.iter = _hook(node.iter, EACH, spot, node.iter)
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.comprehension:
        spot = self._spot(node.iter)
        self.generic_visit(node)
        if not node.is_async:
            node.iter = _hook(node.iter, EACH, spot, node.iter)
        return node

    def visit_Assert(self, node: ast.Assert) -> ast.stmt:
        spot = self._spot(node.test, asserts=True, once=node is self._top)
        check = _hook(node, CHECK, spot, self.visit(node.test))
        return ast.copy_location(ast.Expr(check), node)

    def visit_arg(self, node: ast.arg) -> ast.arg:
        return node  # an annotation computes nothing

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AnnAssign:
        if node.value is not None:
            node.value = self.visit(node.value)
        return node

    def _spot(self, node: ast.expr, *, asserts: bool = False, once: bool = False) -> int:
        used = node is not self._unused
        self.spots.append(Spot(node.lineno, ast.unparse(node), asserts, once, used))
        return len(self.spots) - 1


def _hook(place: ast.expr | ast.stmt, name: str, spot: int, *arguments: ast.expr) -> ast.Call:
    call = ast.Call(ast.Name(name, ast.Load()), [ast.Constant(spot), *arguments], [])
    return ast.fix_missing_locations(ast.copy_location(call, place))
