"""What a program's imports bind."""

from __future__ import annotations

import ast
import re

from lockstep.names.expressions import Expressions
from lockstep.names.kinds import Named
from lockstep.names.library import Library
from lockstep.names.scope import Scope
from lockstep.names.types import Types

_FROM = re.compile(r"from\s+(\w[\w.]*)")


class Imports(Expressions):
    """Binds imported names and notes them; `package` is what a relative import starts from."""

    def __init__(self, library: Library, source: str, package: str) -> None:
        super().__init__(Types(library), source)
        self.library, self.package = library, package

    def import_module(self, alias: ast.alias, scope: Scope) -> None:
        """Bind one name of an `import` statement."""
        parts = alias.name.split(".")
        self._note_parts(alias.lineno, alias.col_offset, parts)
        bound, name = (alias.name, alias.asname) if alias.asname else (parts[0], parts[0])
        scope.names[name] = self._named(bound)

    def import_from(self, node: ast.ImportFrom, scope: Scope) -> None:
        """Bind the names of a `from … import` statement."""
        package = self.package.split(".")
        base = package[: len(package) - node.level + 1] if node.level else []
        module = ".".join([*base, *filter(None, [node.module])])
        if match := _FROM.match(self.lines[node.lineno - 1], node.col_offset):
            self._note_parts(node.lineno, match.start(1), match[1].split("."))
        for alias in node.names:
            if alias.name == "*":
                scope.names |= {name: self._member(module, name) for name in self.library.exports(module)}
                continue
            named = self._member(module, alias.name)
            scope.names[alias.asname or alias.name] = named
            self.note(alias.lineno, alias.col_offset, alias.name, named.path if named else None)

    def _member(self, module: str, name: str) -> Named | None:
        holder = self.library.find(module)
        target = self.library.member(holder, name) if holder else None
        return Named(target.path) if target else None

    def _named(self, path: str) -> Named | None:
        target = self.library.find(path)
        return Named(target.path) if target is not None else None

    def _note_parts(self, line: int, offset: int, parts: list[str]) -> None:
        for count, part in enumerate(parts, 1):
            named = self._named(".".join(parts[:count]))
            self.note(line, offset, part, named.path if named else None)
            offset += len(part.encode()) + 1
