"""What closes a run: one environment for everybody, no network, and a note of each file that the program opens.

The key of a record covers the program, the library, the runner and what is installed. What else a program reads,
a table of data or a module beside the library, is noted here, with its digest, and the record holds for as long as
that is the same. What it looked for in vain and then made itself is noted as it left it. What lockstep keeps of other
programs is refused. Python's own files and the system's are not noted. Nor is what the program wrote itself before it
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

#: What lockstep keeps and writes in the build folder: of other programs' results, all that there is.
OURS = ("records", "labs", "names", "doubt", "passed", "site", "publish")

# What a program does to files, and how many of its arguments name one.
_ON_FILES = {"open": 1, "os.rename": 2, "os.remove": 1, "os.link": 2, "os.symlink": 2}

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
        build: The book's build folder, of which no program opens what is lockstep's.
    """

    def __init__(self, root: Path, known: Iterable[Path], build: Path) -> None:
        self._root, self._build = root, build
        self._known = (*known, *(each for each in _python() if not root.is_relative_to(each)))
        self._seen: dict[str, str | None] = {}
        self._made: set[str] = set()  # what was not there when it was read, and was written then
        self._looking = False
        sys.addaudithook(self._hook)

    def noted(self) -> dict[str, str]:
        """Return the digest of each file that was read and not written before, as it was then, by its path."""
        self._looking = True
        ended = {name: state(self._root / name) for name in self._made}
        return {name: found for name, found in sorted({**self._seen, **ended}.items()) if found is not None}

    def _hook(self, event: str, arguments: tuple[object, ...]) -> None:
        if event in _ON_FILES and not self._looking:
            self._looking = True
            try:
                self._done(event, arguments)
            finally:
                self._looking = False
        elif event == "socket.connect" and isinstance(arguments[1], tuple):  # an internet address; others are paths
            raise RuntimeError(f"a program has no network, and this one asks for {arguments[1][0]}")

    def _done(self, event: str, arguments: tuple[object, ...]) -> None:
        names, others = arguments[: _ON_FILES[event]], arguments[_ON_FILES[event] :]
        if event == "open":
            self._note(names[0], _writes(others[1]))
        elif all(each == -1 for each in others):  # else the names are those of an open folder
            for name in names:
                self._note(name, True)

    def _note(self, given: object, writes: bool) -> None:
        if not isinstance(given, str | bytes | os.PathLike):
            return  # a descriptor of a file that was opened before
        path = Path(os.path.realpath(os.fsdecode(given)))
        if path.suffix == ".pyc" and path.parent.name == "__pycache__":
            with suppress(ValueError):
                path = Path(source_from_cache(path))
        inside = path.is_relative_to(self._root)
        name = path.relative_to(self._root).as_posix() if inside else str(path)  # as a record has it
        if path.is_relative_to(self._build) and path != self._build:
            self._refuse(path.relative_to(self._build).parts[0], name)
        if writes and self._seen.get(name) == ABSENT:
            self._made.add(name)
        if name in self._seen or self._covered(path):
            return
        self._seen[name] = None if writes else state(path)

    def _refuse(self, first: str, name: str) -> None:
        if first.lstrip(".").partition(".")[0] in OURS:
            raise PermissionError(f"a program reads and writes nothing that lockstep keeps, and this one opens {name}")

    def _covered(self, path: Path) -> bool:
        if any(path.is_relative_to(each) for each in self._known):
            return True
        return not path.is_relative_to(self._root) and any(path.is_relative_to(each) for each in _SYSTEM)


def _writes(flags: object) -> bool:
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def state(path: Path) -> str:
    """Return what a file holds, as a digest; of what is no file, whether it is there."""
    try:
        return digest_file(path) if path.is_file() else digest(str(path.exists())) if path.exists() else ABSENT
    except OSError:
        return ABSENT


def _python() -> list[Path]:
    """Return the folders of this Python and of what is installed in it, whose versions are in the key; and a cache."""
    folders = {sys.prefix, sys.base_prefix, sys.exec_prefix, *sysconfig.get_paths().values(), *site.getsitepackages()}
    folders |= {site.getusersitepackages(), os.environ.get("MPLCONFIGDIR") or sys.prefix}
    return [Path(os.path.realpath(folder)) for folder in folders]
