"""Whether a site stands as a build would make it now: then none has to be made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import lockstep
from lockstep.book.config import CONFIG
from lockstep.book.settings import Settings
from lockstep.edition import SERVING
from lockstep.run.cache import environment as surroundings
from lockstep.store import Store, digest, digest_files, digest_folder

_ASKED = re.compile(r"!ENV\s*\[?\s*(\w+)")
#: What programs and labs left in the build folder, which pages show.
_SHOWN = ("records", "labs")


class Standing:
    """A site, and what it was built of: files of the book, packages, and what mkdocs.yml asks of the environment."""

    def __init__(self, settings: Settings, site: Path, environment: Mapping[str, str]) -> None:
        self._site = site
        build = settings.root / settings.build
        self._store = Store(build / "standing")
        asked = sorted({SERVING, "SOURCE_DATE_EPOCH", *_ASKED.findall((settings.root / CONFIG).read_text("utf-8"))})
        self._key = digest(
            surroundings(),
            digest_folder(Path(lockstep.__file__).parent),
            digest_files(_sources(settings.root, build), settings.root),
            *(digest_folder(build / name) for name in _SHOWN),
            *(f"{name}={environment[name]}" if name in environment else name for name in asked),
        )

    def holds(self) -> bool:
        """Return whether the site is there, file by file as a build of all this left it."""
        return self._site.is_dir() and self._store.read(self._site.name, self._key) == digest_folder(self._site)

    def keep(self) -> None:
        """Remember the site that is there as the one that was built of all this."""
        self._store.write(self._site.name, self._key, digest_folder(self._site))


def _sources(folder: Path, build: Path) -> Iterator[Path]:
    """Yield the files of a book, but for what is hidden and what was built."""
    for path in folder.iterdir():
        if path.name.startswith(".") or path.name == "__pycache__" or path == build:
            continue
        if path.is_dir():
            yield from _sources(path, build)
        elif path.is_file():
            yield path
