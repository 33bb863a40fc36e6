"""The kinds of a program's expressions, and the names of the library met on the way."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from itertools import chain

from lockstep.names.kinds import Instance, Kind, Local, Many, Method, Named, Nothing, Row, Table, generic, item, merge
from lockstep.names.scope import Scope
from lockstep.names.types import Types

_SAME_ITEMS = frozenset({"list", "tuple", "sorted", "reversed", "set", "frozenset", "iter"})


@dataclass(frozen=True)
class Name:
    """A name in a program that means something of the library.

    Attributes:
        line: The line it stands on, from 1.
        column: The character it starts at, from 0.
        name: The name as written.
        path: The canonical path of what it means: `firsttoken.law.StringLaw.entropy`.
        owner: The canonical path of the class whose instance was asked, empty where none was:
            `firsttoken.joint.Joint`, which inherits `entropy`.
    """

    line: int
    column: int
    name: str
    path: str
    owner: str = ""


class Expressions:
    """Reads expressions; `statements` builds the rest of a program on it."""

    def __init__(self, types: Types, source: str) -> None:
        self.types = types
        self.lines = source.splitlines()
        self.found: dict[Name, None] = {}

    def enter(self, local: Local, arguments: list[Kind], keywords: dict[str, Kind]) -> Kind:
        """Return what a function of the program returns for arguments of these kinds."""
        raise NotImplementedError

    def bind(self, target: ast.expr, kind: Kind, scope: Scope) -> None:
        """Bind the names of a target."""
        raise NotImplementedError

    def note(self, line: int, offset: int, name: str, path: str | None, owner: str = "") -> None:
        """Keep a name that starts `offset` bytes into a line."""
        if path is not None:
            text = self.lines[line - 1] if line <= len(self.lines) else ""
            column = len(text.encode()[:offset].decode(errors="ignore"))
            self.found[Name(line, column, name, path, owner)] = None

    def value(self, node: ast.expr | None, scope: Scope) -> Kind:
        """Return the kind of an expression's value, where `kind` may be a constant's name."""
        return self.types.value(self.kind(node, scope))

    def kind(self, node: ast.expr | None, scope: Scope) -> Kind:
        """Return the kind of an expression, and note its names."""
        match node:
            case None:
                return None
            case ast.Name():
                return self._name(node, scope)
            case ast.Attribute():
                return self._attribute(node, scope)
            case ast.Call():
                return self._call(node, scope)
            case ast.Subscript():
                return self._subscript(node, scope)
            case ast.Constant(value=None):
                return Nothing()
            case ast.Tuple(elts=items) if not any(isinstance(each, ast.Starred) for each in items):
                return Row(tuple(self.value(each, scope) for each in items))
            case ast.List(elts=items) | ast.Set(elts=items) | ast.Tuple(elts=items):
                return Many(merge([self.value(each, scope) for each in items]))
            case ast.Starred(value=inside):
                return self.items(inside, scope)
            case ast.Dict(keys=keys, values=values):
                held = [self.value(each, scope) for each in values]
                return Table(merge([self.value(key, scope) for key in keys]), merge(held))
            case ast.IfExp(test=test, body=body, orelse=orelse):
                self.kind(test, scope)
                return merge([self.value(body, scope), self.value(orelse, scope)])
            case ast.BoolOp(values=values):
                return merge([self.value(each, scope) for each in values])
            case ast.NamedExpr(target=target, value=value):
                kind = self.kind(value, scope)
                self.bind(target, kind, scope)
                return kind
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
                return Many(self.value(node.elt, self._within(node.generators, scope)))
            case ast.DictComp():
                inner = self._within(node.generators, scope)
                return Table(self.value(node.key, inner), self.value(node.value, inner))
            case ast.Lambda(args=args, body=body):
                self.kind(body, Scope(scope, dict.fromkeys(parameters(args))))
            case ast.Yield(value=value):
                scope.yielded.append(self.value(value, scope))
            case ast.YieldFrom(value=value):
                scope.yielded.append(self.items(value, scope))
            case _:
                for child in ast.iter_child_nodes(node):
                    if isinstance(child, ast.expr):
                        self.kind(child, scope)
        return None

    def items(self, node: ast.expr, scope: Scope) -> Kind:
        """Return the kind of what iterating over an expression gives."""
        return item(self.types.iterated(self.value(node, scope)))

    def annotated(self, node: ast.expr | None, scope: Scope) -> Kind:
        """Return the kind of the values that an annotation of the program admits."""
        match node:
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                return merge([self.annotated(left, scope), self.annotated(right, scope)])
            case ast.Subscript(value=head, slice=inside):
                parts = inside.elts if isinstance(inside, ast.Tuple) else [inside]
                ends = [isinstance(part, ast.Constant) and part.value is ... for part in parts]
                known = [self.annotated(part, scope) for part, end in zip(parts, ends, strict=True) if not end]
                name = head.id if isinstance(head, ast.Name) else head.attr if isinstance(head, ast.Attribute) else ""
                return generic(name, known, variadic=any(ends)) or self.annotated(head, scope)
        kind = self.kind(node, scope)
        return self.types.call(kind) if isinstance(kind, Named) else kind if isinstance(kind, Nothing) else None

    def _name(self, node: ast.Name, scope: Scope) -> Kind:
        kind = scope.get(node.id)
        if isinstance(kind, Named | Method):
            owner = kind.owner if isinstance(kind, Method) else ""
            self.note(node.lineno, node.col_offset, node.id, kind.path, owner)
        return kind

    def _attribute(self, node: ast.Attribute, scope: Scope) -> Kind:
        holder = self.value(node.value, scope)
        path, kind = self.types.attribute(holder, node.attr)
        if node.end_lineno is not None and node.end_col_offset is not None:
            owner = holder.path if isinstance(holder, Instance) else ""
            self.note(node.end_lineno, node.end_col_offset - len(node.attr.encode()), node.attr, path, owner)
        return kind

    def _call(self, node: ast.Call, scope: Scope) -> Kind:
        function = self.kind(node.func, scope)
        arguments = [self.value(each, scope) for each in node.args]
        keywords = {each.arg or "": self.value(each.value, scope) for each in node.keywords}
        if isinstance(function, Local):
            starred = any(isinstance(each, ast.Starred) for each in node.args)
            return self.enter(function, [] if starred else arguments, keywords)
        if isinstance(node.func, ast.Name) and not scope.binds(node.func.id):
            return self._builtin(node.func.id, arguments)
        return self.types.call(function)

    def _builtin(self, name: str, arguments: list[Kind]) -> Kind:
        each = [item(self.types.iterated(kind)) for kind in arguments]
        if name == "zip":
            return Many(Row(tuple(each)))
        if len(each) == 1 and name in _SAME_ITEMS:
            return Many(each[0])
        if each and name == "enumerate":
            return Many(Row((None, each[0])))
        return each[0] if each and name == "next" else None

    def _subscript(self, node: ast.Subscript, scope: Scope) -> Kind:
        holder = self.value(node.value, scope)
        self.kind(node.slice, scope)
        match holder, node.slice:
            case Many(), ast.Slice():
                return holder
            case Row(items), ast.Constant(value=int(index)) if -len(items) <= index < len(items):
                return items[index]
            case ((Many() | Row()), _):
                return item(holder) if not isinstance(node.slice, ast.Slice) else None
            case Table(_, value), _:
                return value
        return self.types.subscripted(holder)

    def _within(self, generators: list[ast.comprehension], scope: Scope) -> Scope:
        inner = Scope(scope)
        for each in generators:
            self.bind(each.target, self.items(each.iter, inner), inner)
            for condition in each.ifs:
                self.kind(condition, inner)
        return inner


def parameters(arguments: ast.arguments) -> list[str]:
    """Return the names of a function's parameters."""
    rest = [each for each in (arguments.vararg, arguments.kwarg) if each]
    return [each.arg for each in chain(arguments.posonlyargs, arguments.args, arguments.kwonlyargs, rest)]
