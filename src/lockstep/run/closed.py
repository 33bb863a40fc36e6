"""What closes a run: one environment for everybody, no network, and a note of each file that the program opens.

The key of a record covers the program, the library, the runner and what is installed. What else a program reads,
a table of data or a module beside the library, is noted here, with its digest, and the record holds for as long as
that is the same. Python's own files and the system's are not noted. Nor is what the program wrote itself before it
read it, what a subprocess or compiled code opens by itself, or whether a file was only asked for its existence.
"""

from __future__ import annotations

import os
import signal
import site
import sys
import sysconfig
import time
from collections.abc import Iterable
from contextlib import suppress
from importlib.util import source_from_cache
from pathlib import Path

from lockstep.store import digest, digest_file

#: The digest of a file that is not there.
ABSENT = "absent"

# What a process cannot do without, and where machines keep what is theirs. All else is the same for every run.
_MACHINE = ("PATH", "PYTHONPATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "MPLCONFIGDIR")
_SYSTEM = ("/dev", "/etc", "/lib", "/lib64", "/proc", "/run", "/sys", "/usr", "/System", "/Library", "/private/etc")

#: Read when an interpreter or a library starts, so a child cannot set them for itself.
#: What a program may be seeded with is fixed too, or a record would depend on who made it.
FIXED = {"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "MPLBACKEND": "Agg", "SEED": "0"}


def environment() -> dict[str, str]:
    """Return what a run finds in its environment: of what the caller's shell had set only what the machine needs."""
    kept = {name: os.environ[name] for name in _MACHINE if name in os.environ}
    return kept | FIXED | {"TZ": "UTC", "LC_ALL": "C.UTF-8"}


def close() -> None:
    """Forget what the caller's shell had set, and what signals the caller ignored, as one in the background does."""
    closed = environment()
    os.environ.clear()
    os.environ.update(closed)
    time.tzset()
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGCHLD, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


class Reads:
    """Notes, from the moment it is made to the end of the process, what is opened to be read.

    Args:
        root: The book's root: a file below it is noted by its path from there.
        known: Files and folders that are in a record's key already, and the run's own.
    """

    def __init__(self, root: Path, known: Iterable[Path]) -> None:
        self._root = root
        self._known = (*known, *(each for each in _python() if not root.is_relative_to(each)))
        self._seen: dict[str, str | None] = {}
        self._looking = False
        sys.addaudithook(self._hook)

    def noted(self) -> dict[str, str]:
        """Return the digest of each file that was read and not written before, as it was then, by its path."""
        return {name: found for name, found in sorted(self._seen.items()) if found is not None}

    def _hook(self, event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and not self._looking:
            self._looking = True
            try:
                self._note(*arguments)
            finally:
                self._looking = False
        elif event == "socket.connect" and isinstance(arguments[1], tuple):  # an internet address; others are paths
            raise RuntimeError(f"a program has no network, and this one asks for {arguments[1][0]}")

    def _note(self, given: object, mode: object, flags: object) -> None:
        if not isinstance(given, str | bytes | os.PathLike):
            return  # a descriptor of a file that was opened before
        path = Path(os.path.realpath(os.fsdecode(given)))
        if path.suffix == ".pyc" and path.parent.name == "__pycache__":
            with suppress(ValueError):
                path = Path(source_from_cache(path))
        name = spelled(path, self._root)
        if name in self._seen or self._covered(path):
            return
        writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_CREAT)
        self._seen[name] = None if writes else state(path)

    def _covered(self, path: Path) -> bool:
        if any(path.is_relative_to(each) for each in self._known):
            return True
        return not path.is_relative_to(self._root) and any(path.is_relative_to(each) for each in _SYSTEM)


def spelled(path: Path, root: Path) -> str:
    """Return how a record names a file."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def state(path: Path) -> str:
    """Return what a file holds, as a digest; of what is no file, whether it is there."""
    try:
        return digest_file(path) if path.is_file() else digest(str(path.exists())) if path.exists() else ABSENT
    except OSError:
        return ABSENT


def _python() -> list[Path]:
    """Return the folders of this Python and of what is installed in it, whose versions are in the key."""
    folders = {sys.prefix, sys.base_prefix, sys.exec_prefix, *sysconfig.get_paths().values(), *site.getsitepackages()}
    return [Path(os.path.realpath(folder)) for folder in {*folders, site.getusersitepackages()}]
