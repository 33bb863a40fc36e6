"""Launches snippets, two at a time, each in its own process, and brings back a record whatever happens."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import wait
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import TYPE_CHECKING

from lockstep.book.model import Settings, Snippet
from lockstep.run import child
from lockstep.run.failures import Scene
from lockstep.run.record import Failure, Record, Status

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, SpawnContext

WORKERS = 2

# Read when an interpreter or a library starts, so a child cannot set them for itself.
_ENVIRONMENT = {"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "MPLBACKEND": "Agg"}


def run_all(
    snippets: Iterable[Snippet], asked: Mapping[str, frozenset[str]], settings: Settings
) -> Generator[Record, None, None]:
    """Run snippets and yield their records, in the order in which they end.

    Whatever stops the iteration, Ctrl-C included, kills what still runs. The library is imported by children
    alone, so that each of them sees the library as it is. The preloads of a process's first run stay.

    Args:
        snippets: What to run.
        asked: The paths whose values are wanted, by snippet.
        settings: `root`, `library`, `time_limit` and `preload`.

    Raises:
        ValueError: `preload` names the library, whose edits a child would then not see.
    """
    _prepare(settings)
    waiting = list(reversed(list(snippets)))
    running: list[_Job] = []
    try:
        while waiting or running:
            while waiting and len(running) < WORKERS:
                snippet = waiting.pop()
                running.append(_Job(snippet, asked.get(snippet.name, frozenset()), settings))
            patience = min(job.deadline for job in running) - time.monotonic()
            wait([job.process.sentinel for job in running], max(0.0, patience))
            for job in [each for each in running if each.ended]:
                record = job.record()
                running.remove(job)
                job.stop()
                yield record
    finally:
        for job in running:
            job.stop()


class _Job:
    """A snippet that is running."""

    def __init__(self, snippet: Snippet, asked: frozenset[str], settings: Settings) -> None:
        root = settings.root.resolve()
        library = tuple((root / folder).resolve() for folder in settings.library)
        self._scratch = TemporaryDirectory(prefix="lockstep-", ignore_cleanup_errors=True)
        self._folder = Path(self._scratch.name)
        self._snippet = snippet
        self._scene = Scene(root, root / snippet.path, library)
        self._limit = settings.time_limit
        task = child.Task(snippet.name, snippet.source, self._scene, tuple(asked), self._limit, self._folder)
        self.process = _CONTEXT.Process(target=child.main, args=(task,), name=snippet.name)
        try:
            with _launching():
                self.process.start()
        except BaseException:
            self._scratch.cleanup()
            raise
        self.deadline = time.monotonic() + self._limit

    @property
    def ended(self) -> bool:
        return not self.process.is_alive() or time.monotonic() >= self.deadline

    def record(self) -> Record:
        """Return the child's own record, or one that says why there is none."""
        stderr = self._read(child.STDERR)
        if written := self._read(child.RECORD):
            record = Record.from_json(json.loads(written))
        elif self.process.is_alive():
            record = self._failed("timeout", f"took longer than {self._limit:g} s", self._limit)
        else:
            record = self._failed("killed", _ending(self.process.exitcode or 0), 0.0)
        return replace(record, stderr=self._scene.tidy(stderr))

    def stop(self) -> None:
        """Kill the child and all that it started, and remove its folder."""
        pid = self.process.pid
        if pid is not None:
            if hasattr(os, "killpg"):
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(pid, signal.SIGKILL)
            self.process.kill()  # a child that has no group of its own yet
            self.process.join()
        self.process.close()
        self._scratch.cleanup()

    def _failed(self, status: Status, message: str, seconds: float) -> Record:
        line = int(self._read(child.LINE) or 1)
        return Record(self._snippet.name, status, Failure(line, message), seconds=seconds)

    def _read(self, name: str) -> str:
        try:
            return (self._folder / name).read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return ""


_CONTEXT: ForkServerContext | SpawnContext
_CONTEXT = get_context("forkserver") if "forkserver" in get_all_start_methods() else get_context("spawn")


def _prepare(settings: Settings) -> None:
    own = {PurePosixPath(folder).name for folder in settings.library}
    if stale := [name for name in settings.preload if name.partition(".")[0] in own]:
        raise ValueError(f"preload names the book's own library, {stale[0]}: an edit of it would not be seen")
    _CONTEXT.set_forkserver_preload([child.__name__, *settings.preload])


@contextmanager
def _launching() -> Iterator[None]:
    """Set the children's environment, and hide the main module, which multiprocessing would run in each."""
    main, environment = sys.modules["__main__"], dict(os.environ)
    sys.modules["__main__"] = ModuleType("__main__")
    os.environ.update(_ENVIRONMENT)
    try:
        yield
    finally:
        sys.modules["__main__"] = main
        for name in _ENVIRONMENT:
            if name in environment:
                os.environ[name] = environment[name]
            else:
                del os.environ[name]


def _ending(code: int) -> str:
    """Say how a process ended that left no record."""
    if code < 0:
        return f"killed by signal {-code} ({signal.Signals(-code).name})"
    return f"the process ended with exit code {code} before the program did"
