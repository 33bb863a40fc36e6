"""Values that pages show: a program stops wherever one of them was bound last, and there it is made wrong."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from lockstep.binding import OWN_NAMES, bound, first_line, last_bindings
from lockstep.doubt.perturb import Variant
from lockstep.values import follow, path_steps

#: The global name of the hook behind a statement that bound what a page shows: it is called with the paths.
BOUND = "@bound"


def computed(source: str, paths: Iterable[str]) -> dict[int, list[str]]:
    """Return the paths by the line of their last binding, but for what is typed there: that is what a program is given.

    That an assertion depends on what was typed is a rule of `check`.
    """
    typed = {first_line(each) for each in ast.parse(source).body if _typed(each)}
    return {line: shown for line, shown in last_bindings(source, paths).items() if line not in typed}


def _typed(statement: ast.stmt) -> bool:
    value = getattr(statement, "value", None) if isinstance(statement, ast.Assign | ast.AnnAssign) else None
    with suppress(ValueError, TypeError):
        return value is not None and (ast.literal_eval(value), True)[1]
    return False


def with_bounds(body: Iterable[ast.stmt], paths: Iterable[str]) -> list[ast.stmt]:
    """Return statements with a call of `BOUND` behind each that binds the beginning of a path, in loops too."""
    whole: list[ast.stmt] = []
    for statement in body:
        whole.append(statement)
        if isinstance(statement, OWN_NAMES) or not hasattr(statement, "body"):
            whole += _call(statement, bound(statement), paths)
            continue
        header = [getattr(statement, "target", None), *(each.optional_vars for each in getattr(statement, "items", ()))]
        names = {name for each in header if each is not None for name in bound(each)}
        statement.body = [*_call(statement, names, paths), *with_bounds(statement.body, paths)]
        for part in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
            part.body = with_bounds(part.body, paths)
        for field in ("orelse", "finalbody"):
            setattr(statement, field, with_bounds(getattr(statement, field, ()), paths))
    return whole


def _call(place: ast.stmt, names: set[str], paths: Iterable[str]) -> list[ast.stmt]:
    shown: list[ast.expr] = [ast.Constant(path) for path in paths if path_steps(path)[0] in names]
    call = ast.copy_location(ast.Expr(ast.Call(ast.Name(BOUND, ast.Load()), shown, [])), place)
    return [ast.fix_missing_locations(call)] if shown else []


def made_wrong(namespace: Mapping[str, Any], path: str, variant: Variant) -> tuple[str, object, str] | None:
    """Return the name that a path begins with, what it holds when the value is wrong, and in words how it is wrong.

    None where it holds no such value yet, or the variant knows nothing wrong to put in its place.
    """
    name, *rest = path_steps(path)
    with suppress(LookupError, AttributeError, TypeError):
        value = namespace[name]
        for step in rest:
            value = follow(value, step)
        if wrong := variant.make(value):
            return name, _with(namespace[name], rest, wrong[0]), wrong[1]
    return None


def _with(whole: Any, rest: list[str], wrong: object) -> object:
    """Return a copy of an object in which one part is another."""
    if not rest:
        return wrong
    step, *deeper = rest
    part = _with(follow(whole, step), deeper, wrong)
    other = [*whole] if isinstance(whole, tuple) else whole.clone() if hasattr(whole, "clone") else copy.copy(whole)
    if step.startswith("."):
        object.__setattr__(other, step[1:], part)
    else:
        other[ast.literal_eval(step[1:-1])] = part
    return getattr(whole, "_make", tuple)(other) if isinstance(whole, tuple) else other
