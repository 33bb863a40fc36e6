"""Launches snippets, two at a time, each in its own process, and brings back a record whatever happens."""

from __future__ import annotations

import json
import math
import os
import signal
import sys
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.connection import wait
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

from lockstep.book.model import Snippet
from lockstep.book.settings import Settings
from lockstep.private import REWRITING
from lockstep.run import child
from lockstep.run.closed import FIXED
from lockstep.run.failures import Scene
from lockstep.run.record import Failure, Record, Status

WORKERS = 2
#: Seconds before a process is looked at again that is heard as if it had ended: a child closes what it inherited, and
#: with it the pipe that a new process is heard by.
_AGAIN = 0.05
#: The most of the standard error that a record keeps, in characters.
_MOST = 20_000
_CONTEXT, _FRESH = get_context("forkserver"), get_context("spawn")


def run_all(
    snippets: Iterable[Snippet],
    asked: Mapping[str, frozenset[str]],
    settings: Settings,
    how: Callable[[child.Task], Record] = child.run,
    hashes: str | None = None,
) -> Generator[Record, None, None]:
    """Run snippets and yield their records, in the order in which they end.

    Whatever stops the iteration, Ctrl-C included, kills what still runs. The library is imported by children
    alone, so that each of them sees the library as it is. The preloads of a process's first run stay.

    Args:
        snippets: What to run.
        asked: The paths whose values are wanted, by snippet.
        settings: `root`, `library`, `time_limit` and `preload`.
        how: What runs a snippet in its process, and makes its record.
        hashes: Another seed of Python's hashes than `FIXED` has. Python takes it when it starts: so each process is
            then a new one, with nothing preloaded.
    """
    _CONTEXT.set_forkserver_preload([child.__name__, REWRITING, *settings.preload])
    waiting = list(reversed(list(snippets)))
    running: list[_Job] = []
    try:
        while waiting or running:
            while waiting and len(running) < WORKERS:
                snippet = waiting.pop()
                running.append(_Job(snippet, asked.get(snippet.name, frozenset()), settings, how, hashes))
                running[-1].start()
            patience = min(job.deadline for job in running) - time.monotonic()
            wait([job.process.sentinel for job in running], max(0.0, patience))
            ended = [job for job in running if job.ended]
            if not ended:
                time.sleep(_AGAIN)
            for job in ended:
                record = job.record()
                job.stop()
                running.remove(job)
                yield record
    finally:
        for job in running:
            job.stop()


class _Job:
    """A snippet and its process.

    The child waits for its task. So it runs nothing when the parent is stopped while it launches the process and
    does not know it yet, and nothing when the parent dies then.
    """

    def __init__(
        self,
        snippet: Snippet,
        asked: frozenset[str],
        settings: Settings,
        how: Callable[[child.Task], Record],
        hashes: str | None,
    ) -> None:
        root = settings.root.resolve()
        library = tuple((root / folder).resolve() for folder in settings.library)
        self._scratch = TemporaryDirectory(prefix="lockstep-", ignore_cleanup_errors=True)
        self._task = child.Task(
            name=snippet.name,
            source=snippet.source,
            scene=Scene(root, root / snippet.path, library),
            asked=tuple(asked),
            limit=settings.time_limit,
            scratch=Path(self._scratch.name),
            build=root / settings.build,
            how=how,
        )
        context = _CONTEXT if hashes is None else _FRESH
        self._hashes = hashes
        self._receiver, self._sender = context.Pipe(duplex=False)
        self.process: Any = context.Process(target=child.main, args=(self._receiver,), name=snippet.name)
        self.deadline = math.inf

    def start(self) -> None:
        """Launch the process and hand it its task."""
        with _launching(self._hashes):
            self.process.start()
        self._receiver.close()
        with suppress(BrokenPipeError):  # the child is dead already, which its record will say
            self._sender.send(self._task)
        self.deadline = time.monotonic() + self._task.limit

    @property
    def ended(self) -> bool:
        return not self.process.is_alive() or time.monotonic() >= self.deadline

    def record(self) -> Record:
        """Return the child's own record, or one that says why there is none."""
        alive = self.process.is_alive()  # before looking, or a child could write its record and end in between
        stderr = self._read(child.STDERR, _MOST)
        if written := self._read(child.RECORD):
            record = Record.from_json(json.loads(written))
        elif alive:
            record = self._failed("timeout", f"took longer than {self._task.limit:g} s", self._task.limit)
        else:
            record = self._failed("killed", _ending(self.process.exitcode or 0), 0.0)
        return replace(record, stderr=self._task.scene.tidy(stderr))

    def stop(self) -> None:
        """Kill the child and all that it started, and remove its folder; again does no harm."""
        self._receiver.close()
        self._sender.close()
        pid = self.process.pid
        if pid is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)
            self.process.kill()  # a child that has no group of its own yet
            self.process.join()
        self._scratch.cleanup()

    def _failed(self, status: Status, message: str, seconds: float) -> Record:
        line, what = child.Now.read(self._read(child.NOW))
        message += f", while {what}" if what else ""
        return Record(self._task.name, status, Failure(line, message), seconds=seconds)

    def _read(self, name: str, most: int = -1) -> str:
        try:
            with (self._task.scratch / name).open(encoding="utf-8", errors="replace") as file:
                return file.read(most)
        except FileNotFoundError:
            return ""


@contextmanager
def _launching(hashes: str | None) -> Iterator[None]:
    """Set the children's environment, and hide the main module, which multiprocessing would run in each."""
    main, environment = sys.modules["__main__"], dict(os.environ)
    sys.modules["__main__"] = ModuleType("__main__")
    os.environ.update(FIXED if hashes is None else FIXED | {"PYTHONHASHSEED": hashes})
    try:
        yield
    finally:
        sys.modules["__main__"] = main
        for name in FIXED:
            del os.environ[name]
        os.environ.update(environment)


def _ending(code: int) -> str:
    """Say how a process ended that left no record."""
    if code < 0:
        return f"killed by signal {-code} ({signal.Signals(-code).name})"
    return f"the process ended with exit code {code} before the program did"
