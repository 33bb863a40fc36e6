"""What a name or an expression of a program is known to be; where that is nothing, None."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Named:
    """An object of the library itself: a module, a class, a function or a constant."""

    path: str


@dataclass(frozen=True)
class Method:
    """A function of the library, bound to an instance of a class."""

    path: str
    owner: str


@dataclass(frozen=True)
class Instance:
    """A value whose class is in the library."""

    path: str


@dataclass(frozen=True)
class Many:
    """Any number of values of one kind: a list, a set, an iterator."""

    item: Kind


@dataclass(frozen=True)
class Row:
    """A fixed number of values, each of its own kind: a tuple."""

    items: tuple[Kind, ...]


@dataclass(frozen=True)
class Table:
    """A mapping."""

    key: Kind
    value: Kind


@dataclass(frozen=True)
class View:
    """A method of a mapping that gives back what is in it, not called yet."""

    result: Kind


@dataclass(frozen=True)
class Local:
    """A function that the program defines."""

    node: ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Nothing:
    """Python's None, which beside another kind says only that the value may be missing."""


Kind = Named | Method | Instance | Many | Row | Table | View | Local | Nothing | None

#: Generic types of which one looks at the items, by the last part of their names.
MANY = frozenset(
    {"list", "set", "frozenset", "Sequence", "Iterable", "Iterator", "Collection", "Generator", "Set", "deque"}
)
TABLES = frozenset({"dict", "Mapping", "MutableMapping", "defaultdict", "OrderedDict"})


def merge(kinds: Iterable[Kind]) -> Kind:
    """Return the one kind that a value has on every path that leads to it, or None where they differ."""
    found = set(kinds)
    if len(found) > 1:
        found.discard(Nothing())
    return found.pop() if len(found) == 1 else None


def item(kind: Kind) -> Kind:
    """Return what one gets when iterating over a value."""
    match kind:
        case Many(each):
            return each
        case Row(items):
            return merge(items)
        case Table(key, _):
            return key
    return None


def generic(name: str, arguments: list[Kind], *, variadic: bool = False) -> Kind:
    """Return the kind of a subscripted type such as `dict[str, Causal]`, given the kinds of its arguments."""
    last = name.rpartition(".")[2]
    if last in MANY and arguments:
        return Many(arguments[0])
    if last in TABLES and len(arguments) == 2:
        return Table(*arguments)
    if last in {"tuple", "Tuple"} and arguments:
        return Many(arguments[0]) if variadic else Row(tuple(arguments))
    if last == "Optional" and arguments:
        return merge([arguments[0], Nothing()])
    return None
