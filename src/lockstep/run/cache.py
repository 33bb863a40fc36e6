"""Keeps records between builds: a record stands for as long as nothing that could change it has changed."""

from __future__ import annotations

import platform
import site
from contextlib import suppress
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

from filelock import BaseFileLock, FileLock

from lockstep import binding, private, store, values
from lockstep.book.model import Snippet
from lockstep.book.settings import Settings
from lockstep.run.closed import state
from lockstep.run.record import Record
from lockstep.store import Store, digest, digest_files, digest_folder


class Cache:
    """One file a snippet, in the book's build folder, with the key that the record was made under.

    The key covers the snippet, every file of the book's library, the runner, the installed distributions and what
    lies beside them, Python and the platform. What else the snippet read stands in the record, which holds while that
    is the same.
    """

    def __init__(self, settings: Settings) -> None:
        self._root = settings.root
        self._store = Store(settings.root / settings.build / "records")
        library = (digest(each, digest_folder(settings.root / each)) for each in settings.library)
        self._surroundings = [environment(), *library]

    def read(self, snippet: Snippet) -> Record | None:
        """Return the snippet's record, or None where it is absent, out of date or damaged."""
        with suppress(LookupError, TypeError, AttributeError, ValueError):
            record = Record.from_json(self._store.read(snippet.name, self.key(snippet)))
            if all(state(self._root / path) == found for path, found in record.reads.items()):
                return record
        return None

    def write(self, snippet: Snippet, record: Record) -> None:
        """Store a record in place of the snippet's last one."""
        self._store.write(snippet.name, self.key(snippet), record.to_json())

    def alone(self) -> BaseFileLock:
        """Return what only one process holds at a time: the one that runs programs of this book."""
        folder = self._store.folder
        folder.parent.mkdir(parents=True, exist_ok=True)
        return FileLock(folder.with_suffix(".busy"))

    def key(self, snippet: Snippet) -> str:
        """Return the key under which a record of the snippet holds now."""
        return self.key_of(snippet.name, snippet.path, snippet.source)

    def key_of(self, *parts: str) -> str:
        """Return the key under which something holds that depends on these texts and on all that surrounds them."""
        return digest(*self._surroundings, *parts)


@cache
def environment() -> str:
    """What surrounds every book; taken once, since a process that outlives a change runs the old ones."""
    beside = (Path(str(each.__file__)) for each in (binding, private, store, values))
    runner = [*Path(__file__).parent.glob("*.py"), *beside]
    python = [platform.python_implementation(), platform.python_version(), platform.system(), platform.machine()]
    installed = {f"{each.name} {each.version}" for each in distributions()}
    return digest(*python, *sorted(installed), *strays(), digest_files(runner, Path(__file__).parents[1]))


def strays() -> list[str]:
    """Return what lies among the installed packages and belongs to none, with digests: no version speaks for it."""
    owned = {"__pycache__"}
    for each in distributions():
        listed = each.read_text("RECORD") or each.read_text("top_level.txt") or ""
        owned |= {line.partition("/")[0].partition(",")[0] for line in listed.splitlines()}
    folders = [folder for folder in map(Path, site.getsitepackages()) if folder.is_dir()]
    found = [path for folder in folders for path in folder.iterdir() if path.name not in owned]
    loose = sorted(path for path in found if path.suffix not in (".dist-info", ".egg-info"))
    return [f"{path.name} {digest_folder(path) if path.is_dir() else state(path)}" for path in loose]
