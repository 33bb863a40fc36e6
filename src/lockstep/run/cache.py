"""Keeps records between builds: a record stands for as long as nothing that could change it has changed."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import distributions
from pathlib import Path
from tempfile import NamedTemporaryFile

from filelock import FileLock

from lockstep import values
from lockstep.book.model import Snippet
from lockstep.book.settings import Settings
from lockstep.run.record import Record


class Cache:
    """One file a snippet, in the book's build folder, with the key that the record was made under.

    The key covers the snippet, every file of the book's library, the runner, the installed distributions,
    Python and the platform. It does not cover files that a snippet opens by itself.

    Raises:
        ValueError: A library folder does not exist, so that its edits would go unseen.
    """

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.root / settings.build / "records"
        self._surroundings = [_environment(), *(_library(settings.root, each) for each in settings.library)]

    def read(self, snippet: Snippet) -> Record | None:
        """Return the snippet's record, or None where it is absent, out of date or damaged."""
        with suppress(OSError, ValueError, LookupError, TypeError, AttributeError):
            stored = json.loads(self._path(snippet).read_text(encoding="utf-8"))
            if stored["key"] == self.key(snippet):
                return Record.from_json(stored["record"])
        return None

    def write(self, snippet: Snippet, record: Record) -> None:
        """Store a record in place of the snippet's last one; a reader sees the old file or the new one."""
        self._folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"key": self.key(snippet), "record": record.to_json()})
        with NamedTemporaryFile("w", encoding="utf-8", dir=self._folder, suffix=".partial", delete=False) as partial:
            partial.write(text)
        Path(partial.name).replace(self._path(snippet))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Wait until no other process runs programs of this book, and keep the others waiting."""
        self._folder.parent.mkdir(exist_ok=True)
        with FileLock(self._folder.with_suffix(".busy")):
            yield

    def key(self, snippet: Snippet) -> str:
        """Return the key under which a record of the snippet holds now."""
        return self.key_of(snippet.name, snippet.path, snippet.source)

    def key_of(self, *parts: str) -> str:
        """Return the key under which something holds that depends on these texts and on all that surrounds them."""
        return _digest([*self._surroundings, *parts])

    def _path(self, snippet: Snippet) -> Path:
        return self._folder / f"{snippet.name}.json"


@cache
def _environment() -> str:
    """What surrounds every book; taken once, since a process that outlives a change runs the old ones."""
    runner = [*Path(__file__).parent.glob("*.py"), Path(values.__file__)]
    python = [
        platform.python_implementation(),
        platform.python_version(),
        platform.system(),
        platform.machine(),
    ]
    installed = {f"{each.name} {each.version}" for each in distributions()}
    return _digest([*python, *sorted(installed), *_contents(runner, Path(__file__).parents[1])])


def _library(root: Path, folder: str) -> str:
    if not (root / folder).is_dir():
        raise ValueError(f"the library folder {folder} does not exist in {root}; correct it in mkdocs.yml")
    files = (path for path in (root / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return _digest(_contents(files, root))


def _contents(files: Iterable[Path], base: Path) -> list[str]:
    return sorted(f"{path.relative_to(base).as_posix()} {sha256(path.read_bytes()).hexdigest()}" for path in files)


def _digest(parts: list[str]) -> str:
    return sha256(json.dumps(parts).encode()).hexdigest()
