"""What the entry of a public name mentions, so that a reader of it needs that too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import griffe

from lockstep.names.library import Library


def reached(library: Library, named: Iterable[str]) -> frozenset[str]:
    """Return the public names that are used when programs name these.

    Beside them those are the names that their entries mention, and the entries of those: the bases of a class, the
    annotations and the documented errors of a function or of a class's members, the class that a constant is an
    instance of. A function is never among them: to be used it must be named.
    """
    found: set[str] = set()
    left = list(named)
    while left:
        path = left.pop()
        if path not in found and (target := library.find(path)) is not None:
            found.add(path)
            mentioned = (library.find(each) for each in _mentions(target))
            classes = (each.path for each in mentioned if each is not None and not each.is_function)
            left += [each for each in classes if each in library.public]
    return frozenset(found)


def _mentions(target: griffe.Object) -> Iterator[str]:
    match target:
        case griffe.Class():
            for base in target.bases:
                yield from _names(base)
            for name, member in target.members.items():
                if isinstance(member, griffe.Object) and (member.is_public or name == "__init__"):
                    yield from _mentions(member)
        case griffe.Function():
            yield from _names(target.returns)
            for parameter in target.parameters:
                yield from _names(parameter.annotation)
        case griffe.Attribute() | griffe.TypeAlias():
            yield from _names(getattr(target, "annotation", None))
            yield from _names(target.value.function if isinstance(target.value, griffe.ExprCall) else target.value)
    for section in target.docstring.parse("google", warnings=False) if target.docstring else ():
        if isinstance(section, griffe.DocstringSectionRaises):
            for error in section.value:
                yield from _names(error.annotation)


def _names(expression: griffe.Expr | str | None) -> Iterator[str]:
    """Yield the canonical path of every name in an annotation, a base or a value."""
    if isinstance(expression, griffe.Expr):
        for part in (expression, *expression.iterate(flat=True)):
            if isinstance(part, griffe.ExprName | griffe.ExprAttribute):
                yield part.canonical_path
