"""The programs and the library of a book as one archive, which a page can link to.

Each file is stored as it is, under one time and in the order of the names: the same sources are the same bytes, whoever
packs them, and with whichever zlib. What is compressed instead is the same with the same zlib.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from lockstep.book.settings import Settings
from lockstep.store import write_whole

ARCHIVE = "programs.zip"
#: The folder that all files of an archive stand in.
FOLDER = "programs"


def write_archive(settings: Settings) -> None:
    """Write the archive among what is generated; of a book that packs nothing there is none."""
    target = settings.root / settings.generated / ARCHIVE
    if settings.packed:
        write_whole(target, pack(settings.root, sorted(set(_files(settings)))))
    else:
        target.unlink(missing_ok=True)


def pack(root: Path, files: Iterable[Path], folder: str = FOLDER, compression: int = ZIP_STORED) -> bytes:
    """Return an archive of files, each in a folder under its path relative to `root`."""
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        for file in files:
            info = ZipInfo(f"{folder}/{file.relative_to(root).as_posix()}")  # its time is the first that there can be
            info.create_system, info.external_attr = 3, 0o644 << 16  # or it would differ by system
            archive.writestr(info, file.read_bytes(), compression)
    return stream.getvalue()


def _files(settings: Settings) -> Iterator[Path]:
    """Yield what is packed: every program, the library, and what the book names beside them."""
    yield from (settings.root / settings.snippets).glob("*.py")
    for folder in settings.library:
        found = (settings.root / folder).rglob("*")
        yield from (file for file in found if file.is_file() and "__pycache__" not in file.parts)
    yield from (settings.root / name for name in settings.packed)
