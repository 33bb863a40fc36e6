"""What a test depends on, as one digest: files and folders of the repository, what is installed, and the Python."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

from lockstep import store

ROOT = Path(__file__).parents[1]
_MADE = {"__pycache__", "generated", "build"}  # by tests and builds, within what is kept


def digest(names: Iterable[str], tool: str = "") -> str:
    """Return the digest of files and whole folders, given relative to the repository, and of a tool's version."""
    return store.digest(*_surroundings(), tool, store.digest_files(set(_files(names)), ROOT))


@cache
def _surroundings() -> tuple[str, ...]:
    installed = sorted({f"{each.name} {each.version}" for each in distributions()})
    return platform.python_version(), platform.machine(), *installed


def _files(names: Iterable[str]) -> Iterator[Path]:
    for path in (ROOT / name for name in names):
        if path.is_dir():
            yield from (f for f in path.rglob("*") if f.is_file() and _MADE.isdisjoint(f.relative_to(path).parts))
        else:
            yield path
