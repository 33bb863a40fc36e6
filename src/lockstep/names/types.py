"""What the library's annotations say: the kind of a member, and of what a call returns."""

from __future__ import annotations

import griffe

from lockstep.names.kinds import Instance, Kind, Many, Method, Named, Nothing, Row, Table, View, generic, merge
from lockstep.names.library import Library

_WRAPPERS = frozenset({"Annotated", "ClassVar", "Final"})


class Types:
    """Follows attributes and calls through a library's annotations."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._asked: set[str] = set()

    def value(self, kind: Kind) -> Kind:
        """Return the kind of a value, where a name may stand for a constant of the library."""
        if isinstance(kind, Named):
            target = self.library.find(kind.path)
            if isinstance(target, griffe.Attribute):
                return self._attribute(target, "")
        return kind

    def attribute(self, kind: Kind, name: str) -> tuple[str | None, Kind]:
        """Return the canonical path of an attribute, None where it is not of the library, and its kind."""
        kind = self.value(kind)
        if isinstance(kind, Table):
            return None, _view(kind, name)
        if not isinstance(kind, Named | Instance) or (holder := self.library.find(kind.path)) is None:
            return None, None
        found = self.library.member(holder, name)
        if found is None:
            return None, None
        if isinstance(holder, griffe.Module):
            return found.path, Named(found.path)
        if isinstance(found, griffe.Function):
            return found.path, Method(found.path, holder.path)
        if isinstance(found, griffe.Attribute):
            return found.path, self._attribute(found, holder.path)
        return found.path, Named(found.path)

    def call(self, kind: Kind) -> Kind:
        """Return the kind of what a call returns."""
        match self.value(kind):
            case Named(path):
                target = self.library.find(path)
                return Instance(path) if isinstance(target, griffe.Class) else self._returned(target, "")
            case Method(path, owner):
                return self._returned(self.library.find(path), owner)
            case Instance(path):
                return self._special(path, "__call__")
            case View(result):
                return result
        return None

    def entered(self, kind: Kind) -> Kind:
        """Return what `with` binds."""
        return self._special(kind.path, "__enter__") if isinstance(kind, Instance) else None

    def iterated(self, kind: Kind) -> Kind:
        """Return what iterating over an instance goes through, as a kind that has items; other kinds as they are."""
        return self._special(kind.path, "__iter__") if isinstance(kind, Instance) else kind

    def subscripted(self, kind: Kind) -> Kind:
        """Return what a subscript gives: an item, or a generic class as it is."""
        return self._special(kind.path, "__getitem__") if isinstance(kind, Instance) else kind

    def _special(self, path: str, name: str) -> Kind:
        holder = self.library.find(path)
        return self._returned(self.library.member(holder, name), path) if holder else None

    def _returned(self, function: griffe.Object | None, owner: str) -> Kind:
        return self._annotation(function.returns, owner) if isinstance(function, griffe.Function) else None

    def _attribute(self, attribute: griffe.Attribute, owner: str) -> Kind:
        if attribute.annotation is not None:
            return self._annotation(attribute.annotation, owner)
        if attribute.path in self._asked:  # it copies itself from another instance, as in `self.x = other.x`
            return None
        self._asked.add(attribute.path)
        kind = self._expression(attribute.value, attribute)
        self._asked.remove(attribute.path)
        return kind

    def _annotation(self, annotation: griffe.Expr | str | None, owner: str) -> Kind:
        match annotation:
            case "None":
                return Nothing()
            case griffe.ExprBinOp(left=left, operator="|", right=right):
                return merge([self._annotation(left, owner), self._annotation(right, owner)])
            case griffe.ExprSubscript(left=left, slice=inside):
                return self._subscript(left, inside, owner)
            case griffe.ExprName() | griffe.ExprAttribute():
                return self._type(annotation, owner)
        return None

    def _type(self, annotation: griffe.Expr, owner: str) -> Kind:
        if annotation.canonical_path.endswith(".Self") and owner:
            return Instance(owner)
        target = self.library.find(annotation.canonical_path)
        if isinstance(target, griffe.Class):
            return Instance(target.path)
        if isinstance(target, griffe.Attribute | griffe.TypeAlias):  # such as Model = Causal | Tabular
            return self._annotation(target.value, owner)
        return None

    def _subscript(self, left: griffe.Expr | str, inside: griffe.Expr | str, owner: str) -> Kind:
        if not isinstance(left, griffe.Expr):
            return None
        parts = inside.elements if isinstance(inside, griffe.ExprTuple) else [inside]
        arguments = [self._annotation(part, owner) for part in parts if part != "..."]
        if left.canonical_path.rpartition(".")[2] in _WRAPPERS:
            return arguments[0]
        known = generic(left.canonical_path, arguments, variadic=len(arguments) < len(parts))
        return known or self._annotation(left, owner)

    def _expression(self, value: griffe.Expr | str | None, attribute: griffe.Attribute) -> Kind:
        """Return the kind of what an attribute is assigned: a call, a parameter of `__init__`, an attribute of one."""
        match value:
            case griffe.ExprCall(function=griffe.ExprName() | griffe.ExprAttribute() as function):
                target = self.library.find(function.canonical_path)
                return self.call(Named(target.path)) if target else None
            case griffe.ExprAttribute(values=[first, *steps]):
                kind = self._expression(first, attribute)
                for step in steps:
                    kind = self.attribute(kind, str(step))[1]
                return kind
            case griffe.ExprName(name=name):
                holder = attribute.parent
                init = holder.members.get("__init__") if holder else None
                if holder and isinstance(init, griffe.Function) and name in init.parameters:
                    return self._annotation(init.parameters[name].annotation, holder.path)
        return None


def _view(table: Table, name: str) -> Kind:
    views: dict[str, Kind] = {
        "keys": Many(table.key),
        "values": Many(table.value),
        "items": Many(Row((table.key, table.value))),
        "get": table.value,
        "pop": table.value,
    }
    return View(views[name]) if name in views else None
