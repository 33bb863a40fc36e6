"""What belongs to the book's library, as a run finds out: by the module of a callable, or the type of an object."""

from __future__ import annotations

from collections.abc import Iterable
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any

_NO_OBJECTS = (type(None), type, ModuleType, FunctionType, MethodType, BuiltinFunctionType)


class Own:
    """The library of a running snippet; `names` are those of its packages.

    An object of a foreign type that the library returned, such as a `torch.distributions` law, is the library's from
    then on.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(names)
        self._kinds: dict[type, bool] = {}
        self._given: dict[int, object] = {}  # kept alive, so that no other object can have its id

    def keep(self, value: object) -> None:
        """Remember an object that the library returned."""
        if not isinstance(value, _NO_OBJECTS):
            self._given[id(value)] = value

    def holds(self, value: Any) -> bool:
        """Whether an object, a class or a module is the library's."""
        if isinstance(value, ModuleType):
            return self._owns(value.__name__)
        kind = value if isinstance(value, type) else type(value)
        if kind not in self._kinds:  # a loop asks again and again
            self._kinds[kind] = any(self._owns(base.__module__) for base in kind.__mro__)
        return self._kinds[kind] or id(value) in self._given

    def answers(self, function: Any, arguments: tuple[object, ...]) -> bool:
        """Whether the result of calling `function` is the library's.

        It is when the function is defined there, whatever wraps it; when it is bound to an object of the library,
        wherever it was inherited from; and when it is a foreign one, such as `len` or `torch.distributions`'
        `kl_divergence`, that asks an object of the library. A function of the snippet itself is none: what it uses
        is attacked inside it.
        """
        function = getattr(function, "func", function)  # of a functools.partial
        bound, module = getattr(function, "__self__", None), getattr(function, "__module__", None)
        if self._owns(module) or (not isinstance(bound, ModuleType) and self._is_object(bound)):
            return True
        if module == "__main__":
            return False
        return self._is_object(function) or any(map(self._is_object, arguments))

    def _is_object(self, value: object) -> bool:
        return not isinstance(value, _NO_OBJECTS) and self.holds(value)

    def _owns(self, module: object) -> bool:
        return isinstance(module, str) and any(module == name or module.startswith(f"{name}.") for name in self._names)
