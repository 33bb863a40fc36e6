"""Keeps records between builds: a record stands for as long as nothing that could change it has changed."""

from __future__ import annotations

import platform
import site
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

from filelock import FileLock

from lockstep import private, store, values
from lockstep.book.config import CONFIG
from lockstep.book.model import Snippet
from lockstep.book.settings import Settings
from lockstep.problem import BookError, Problem
from lockstep.run.closed import state
from lockstep.run.record import Record
from lockstep.store import Store, digest, digest_files, digest_folder


class Cache:
    """One file a snippet, in the book's build folder, with the key that the record was made under.

    The key covers the snippet, every file of the book's library, the runner, the installed distributions and what
    lies beside them, Python and the platform. What else the snippet read stands in the record, which holds while that
    is the same.

    Raises:
        BookError: A library folder does not exist, so that its edits would go unseen.
    """

    def __init__(self, settings: Settings) -> None:
        self._root = settings.root
        self._store = Store(settings.root / settings.build / "records")
        self._surroundings = [environment(), *(_library(settings.root, each) for each in settings.library)]

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

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Wait until no other process runs programs of this book, and keep the others waiting."""
        folder = self._store.folder
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.with_suffix(".busy")):
            yield

    def key(self, snippet: Snippet) -> str:
        """Return the key under which a record of the snippet holds now."""
        return self.key_of(snippet.name, snippet.path, snippet.source)

    def key_of(self, *parts: str) -> str:
        """Return the key under which something holds that depends on these texts and on all that surrounds them."""
        return digest(*self._surroundings, *parts)


@cache
def environment() -> str:
    """What surrounds every book; taken once, since a process that outlives a change runs the old ones."""
    runner = [*Path(__file__).parent.glob("*.py"), *(Path(str(each.__file__)) for each in (private, store, values))]
    python = [
        platform.python_implementation(),
        platform.python_version(),
        platform.system(),
        platform.machine(),
    ]
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


def _library(root: Path, folder: str) -> str:
    if not (root / folder).is_dir():
        remedy = "correct `library` in mkdocs.yml, or make the folder"
        raise BookError([Problem(CONFIG, 1, f"the library folder {folder} does not exist", remedy)])
    return digest(folder, digest_folder(root / folder))
