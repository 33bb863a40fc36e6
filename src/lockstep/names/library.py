"""A book's library as its source states it: what can be reached by which name, and what is public."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

import griffe

from lockstep.book.settings import Settings
from lockstep.store import Store, digest, digest_folder, stamp

_Stamp = tuple[tuple[str, int, int], ...]
_loaded: dict[tuple[Path, tuple[str, ...]], tuple[_Stamp, Library]] = {}


class Library:
    """The packages of a book's library, read by griffe; nothing is imported.

    Args:
        folders: The packages.
        kept: A folder for what has been read in programs.
    """

    def __init__(self, folders: Iterable[Path], kept: Path) -> None:
        self.folders = folders = tuple(folders)
        self.store = Store(kept)
        loader = griffe.GriffeLoader(search_paths=[folder.parent for folder in folders], allow_inspection=False)
        for folder in folders:
            try:
                loader.load(folder.name, try_relative_path=False)
            except (griffe.LoadingError, ImportError):  # not Python: every program that imports it fails, and says so
                continue
        loader.resolve_aliases(external=False)
        self._modules = loader.modules_collection

    @classmethod
    def of(cls, settings: Settings) -> Library:
        """Return the library of a book, read anew only when one of its files has changed."""
        folders = [settings.root / folder for folder in settings.library]
        now = stamp(file for folder in folders for file in folder.rglob("*.py"))
        key = settings.root, settings.library
        if key not in _loaded or _loaded[key][0] != now:
            _loaded[key] = now, cls(folders, settings.root / settings.build / "names")
        return _loaded[key][1]

    @cached_property
    def digest(self) -> str:
        """A digest of every file of the library."""
        return digest(*map(digest_folder, self.folders))

    @cached_property
    def words(self) -> frozenset[str]:
        """Every name that something of the library has: what is written otherwise means nothing of it."""
        left: list[griffe.Object] = list(self._modules.members.values())
        found = {each.name for each in left}
        while left:
            for name, member in left.pop().members.items():
                found.add(name)
                if isinstance(member, griffe.Object):
                    left.append(member)
        return frozenset(found)

    def find(self, path: str) -> griffe.Object | None:
        """Return what a path leads to, through re-exports and aliases; None for what the library does not have."""
        try:
            return _target(self._modules[path])
        except (KeyError, ValueError):
            return None

    def member(self, holder: griffe.Object, name: str) -> griffe.Object | None:
        """Return a member of a module or a class, inherited ones included.

        Where a package imports a function under the name of the submodule that it comes from, that is the function.
        """
        if isinstance(holder, griffe.Module) and (path := holder.imports.get(name)):
            return self.find(path)
        classes = holder.mro() if isinstance(holder, griffe.Class) else []
        for each in (holder, *classes):
            if name in each.members:
                return _target(each.members[name])
        return None

    @cached_property
    def public(self) -> tuple[str, ...]:
        """The canonical paths of the public names: what each package lists in `__all__`, in order of definition.

        A package without one makes public whatever it defines under a name without an underscore.
        """
        packages = self._modules.members.values()
        found = [self.member(package, name) for package in packages for name in self.exports(package.path)]
        known = [each for each in found if each is not None and not each.is_module]
        return tuple(dict.fromkeys(each.path for each in sorted(known, key=lambda x: (str(x.filepath), x.lineno or 0))))

    def exports(self, module: str) -> list[str]:
        """Return the names that `from module import *` binds."""
        found = self.find(module)
        return [name for name, each in found.members.items() if each.is_public] if found else []

    def covering(self, path: str) -> str | None:
        """Return the public name that a path belongs to: `firsttoken.causal.Causal` for its method `given`."""
        while path:
            if path in self.public:
                return path
            path = path.rpartition(".")[0]
        return None


def _target(found: griffe.Object | griffe.Alias) -> griffe.Object | None:
    if not isinstance(found, griffe.Alias):
        return found
    try:
        return found.final_target
    except (griffe.AliasResolutionError, griffe.CyclicAliasError):
        return None  # outside the library
