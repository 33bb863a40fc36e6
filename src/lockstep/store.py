"""What was made once and stands for as long as nothing that it was made from has changed.

A key is a digest of everything that could change what is kept. Records, labs, names, attacks and the tests that have
passed are kept so, each in a folder of the build folder, one file an entry. An entry carries a digest of itself: edited
by hand, it counts as nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any


class Store:
    """A folder of entries, each of which holds under one key; another key takes its place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, name: str, key: str) -> Any:
        """Return what is kept under a name; None where that is nothing, damaged, edited, or of another key."""
        with suppress(OSError, ValueError, LookupError, TypeError):
            stored = json.loads((self.folder / f"{name}.json").read_text("utf-8"))
            if stored["key"] == key and stored["digest"] == _sealed(key, stored["kept"]):
                return stored["kept"]
        return None

    def write(self, name: str, key: str, kept: object) -> None:
        """Keep what JSON can hold."""
        write_whole(self.folder / f"{name}.json", json.dumps({"key": key, "kept": kept, "digest": _sealed(key, kept)}))


def _sealed(key: str, kept: object) -> str:
    return digest(key, json.dumps(kept))


def digest(*parts: str) -> str:
    """Return a digest of texts, which two lists of texts share only if they are the same."""
    return sha256(json.dumps(parts).encode()).hexdigest()


def digest_files(files: Iterable[Path], base: Path) -> str:
    """Return a digest of the contents of files, and of their paths relative to `base`."""
    return digest(*sorted(f"{path.relative_to(base).as_posix()} {digest_file(path)}" for path in files))


def digest_file(path: Path) -> str:
    """Return a digest of a file's content."""
    with path.open("rb") as file:
        whole = sha256()
        while part := file.read(1 << 20):
            whole.update(part)
    return whole.hexdigest()


def digest_folder(folder: Path) -> str:
    """Return a digest of every file below a folder, but for what Python compiled."""
    files = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return digest_files(files, folder)


def stamp(files: Iterable[Path]) -> tuple[tuple[str, int, int], ...]:
    """Return of each file its name, its time and its size, which tell that it changed before it is read."""
    return tuple((str(file), (stat := file.stat()).st_mtime_ns, stat.st_size) for file in sorted(set(files)))


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file in one step: a reader sees the old one or the new one, and a full disk leaves the old one.

    One that holds this already is left as it is, so that a server which watches it does not build again.
    """
    data = content.encode() if isinstance(content, str) else content
    if path.is_file() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", suffix=".partial", delete=False) as partial:
        draft = Path(partial.name)
        try:
            partial.write(data)
            partial.close()
            draft.chmod(0o644)  # a temporary file is its maker's alone
            draft.replace(path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
