"""What belongs to the book's library, as a run finds out: by the module of a callable, or the type of an object."""

from __future__ import annotations

from collections.abc import Iterable
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any

#: Built-ins that give what an object's own methods make of it: of a library object, the result is the library's.
_ASKING = (len, abs, round, sum, min, max, any, all, int, float, bool, str, list, tuple, set, sorted, iter, dict)
_NO_OBJECTS = (type(None), type, ModuleType, FunctionType, MethodType, BuiltinFunctionType)


class Library:
    """The library of a running snippet; `names` are those of its packages.

    An object of a foreign type that the library returned, such as a `torch.distributions` law, is the library's from
    then on.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(names)
        self._given: dict[int, object] = {}  # kept alive, so that no other object can have its id

    def keep(self, value: object) -> None:
        """Remember an object that the library returned."""
        if not isinstance(value, _NO_OBJECTS):
            self._given[id(value)] = value

    def holds(self, value: Any) -> bool:
        """Whether an object, a class or a module is the library's."""
        if isinstance(value, ModuleType):
            return self._owns(value.__name__)
        kinds = value.__mro__ if isinstance(value, type) else type(value).__mro__
        return id(value) in self._given or any(self._owns(kind.__module__) for kind in kinds)

    def answers(self, function: Any, arguments: tuple[object, ...]) -> bool:
        """Whether the result of calling `function` is the library's.

        It is when the function is defined there, whatever wraps it; when it is bound to an object of the library,
        wherever it was inherited from; and when it is a built-in, such as `len`, that asks an object of the library.
        """
        function = getattr(function, "func", function)  # of a functools.partial
        bound = getattr(function, "__self__", None)
        if bound is not None and not isinstance(bound, ModuleType) and self.holds(bound):
            return True
        if any(function is each for each in _ASKING):
            return bool(arguments) and self.holds(arguments[0])
        if self._owns(getattr(function, "__module__", None)):
            return True
        return not isinstance(function, _NO_OBJECTS) and self.holds(function)

    def _owns(self, module: object) -> bool:
        return isinstance(module, str) and any(module == name or module.startswith(f"{name}.") for name in self._names)
