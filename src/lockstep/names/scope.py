"""What names are bound to while a program is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from lockstep.names.kinds import Kind, merge


@dataclass(eq=False)
class Scope:
    """The names of a module, a function or a comprehension, inside those of another.

    Attributes:
        returned: The kinds of what a function returns.
        yielded: The kinds of what a generator yields.
    """

    parent: Scope | None = None
    names: dict[str, Kind] = field(default_factory=dict)
    returned: list[Kind] = field(default_factory=list)
    yielded: list[Kind] = field(default_factory=list)

    def get(self, name: str) -> Kind:
        """Return what a name is bound to."""
        if name in self.names:
            return self.names[name]
        return self.parent.get(name) if self.parent else None

    def binds(self, name: str) -> bool:
        """Whether the program binds a name, which then is no builtin."""
        return name in self.names or (self.parent is not None and self.parent.binds(name))

    def alternatives(self, ways: Iterable[Callable[[], None]]) -> None:
        """Follow several ways from here, of which a run takes one: what a name is on each of them, it is."""
        before = self.names
        ends = []
        for way in ways:
            self.names = dict(before)
            way()
            ends.append(self.names)
        every = dict.fromkeys(name for end in ends for name in end)
        self.names = {name: merge(end[name] for end in ends if name in end) for name in every}
