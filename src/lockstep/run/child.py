"""What happens in the process of one snippet: it runs as `__main__`, and its record is written to a file."""

from __future__ import annotations

import builtins
import faulthandler
import json
import linecache
import os
import signal
import sys
import time
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby
from multiprocessing.connection import Connection
from pathlib import Path
from types import ModuleType

from lockstep.run.answers import answer
from lockstep.run.closed import Reads, close
from lockstep.run.failures import Scene
from lockstep.run.figures import to_svg
from lockstep.run.libraries import Imported
from lockstep.run.printed import Printed
from lockstep.run.record import Drawing, Failure, Output, Record
from lockstep.run.steps import REACHED, Step, compile_steps
from lockstep.store import write_whole

Compiler = Callable[[str, str], list[Step]]

# Files in a run's scratch folder: what the child leaves for its parent.
RECORD, STDERR, NOW = "record.json", "stderr", "now"

#: How long after its limit a child outlives a parent that was itself killed, in seconds.
GRACE = 5.0


@dataclass(frozen=True)
class Task:
    """One run: everything that the child needs to know.

    Attributes:
        name: The snippet's name.
        source: Its source.
        scene: Where it, its library and the book are.
        asked: The paths whose values are wanted.
        limit: The seconds it may take.
        scratch: A folder of its own, to write `RECORD`, `STDERR` and `NOW` in.
        build: The book's build folder.
        how: What runs it and makes its record: `run`, or what watches a run more closely.
    """

    name: str
    source: str
    scene: Scene
    asked: tuple[str, ...]
    limit: float
    scratch: Path
    build: Path
    how: Callable[[Task], Record]


def main(receiver: Connection) -> None:
    """Receive a `Task`, run its snippet, write the record and end the process.

    A process that ends without a record was killed, or its parent never sent the task.
    """
    process = os.getpid()
    try:
        task: Task = receiver.recv()
    except EOFError:
        return
    receiver.close()
    _detach(task)
    record = task.how(task)
    sys.stderr.flush()
    if os.getpid() == process:  # and not a fork that the snippet made and forgot
        write_whole(task.scratch / RECORD, json.dumps(record.to_json()))
    os._exit(0)  # at once: threads that the snippet left running have nothing to add to the record


def _detach(task: Task) -> None:
    """Take a session of its own, so that one signal ends the whole family, and point both outputs at a file.

    What Python prints is caught before it gets there: what does get there was written by a subprocess, by C,
    or to the standard error. No other file stays open: what a snippet starts in a session of its own outlives the
    snippet, and would keep whoever waits for the parent's output waiting.
    """
    os.setsid()
    signal.setitimer(signal.ITIMER_REAL, task.limit + GRACE)
    close()
    stderr = os.open(task.scratch / STDERR, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for standard in (1, 2):
        os.dup2(stderr, standard)
    os.closerange(3, 1 << 16)
    faulthandler.enable()
    os.chdir(task.scene.root)


def run(
    task: Task, compiled: Compiler = compile_steps, hooks: Mapping[str, Callable[..., object]] | None = None
) -> Record:
    """Run a snippet and describe what it did.

    Args:
        task: The run.
        compiled: From its source and its path to its top-level statements.
        hooks: What these statements call beside `REACHED`, by global names that start with ``@``.
    """
    started = time.perf_counter()
    printed = Printed()
    now = Now(task.scratch / NOW)
    namespace = _become_main(task)
    reached: set[int] = set()
    namespace |= {REACHED: reached.add, **(hooks or {})}
    outputs: list[Output] = []
    drawings: list[Drawing] = []
    failure: Failure | None = None
    imported = Imported()
    imported.settle(line=1)
    reads = Reads(task.scene.root, (task.scene.snippet, task.scratch, *task.scene.library), task.build)
    line = 1
    try:
        for step in compiled(task.source, str(task.scene.snippet)):
            line = step.line
            now.note(line)
            try:
                exec(step.code, namespace)
            finally:
                outputs.append(Output(line, printed.take()))
            printed.check()
            imported.settle(line)
        for number, (figure, line) in enumerate(imported.figures(), start=1):
            now.note(line, "its figure was drawn")
            drawings.append(Drawing(line, to_svg(figure, f"{task.name}-{number}")))
    except BaseException as error:  # sys.exit and Ctrl-C end a program too
        failure = task.scene.failure(error, line)
    left = {name: value for name, value in namespace.items() if not name.startswith("@")}
    values, missing = answer(left, task.asked, task.scene.tidy, lambda path: now.note(line, f"{path} was looked up"))
    return Record(
        snippet=task.name,
        status="raised" if failure else "passed",
        failure=failure,
        reached=tuple(sorted(reached)),
        outputs=_merged(outputs),
        figures=() if failure else tuple(drawings),
        values=values,
        missing=missing,
        reads=reads.noted(),
        seconds=time.perf_counter() - started,
    )


class Now:
    """A note of where a run is, for who finds it dead: the line, and what was done there beside running it.

    A snippet may fork, and both write; so it is written whole each time, at a place of its own in the file.
    """

    SIZE = 200

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT)

    def note(self, line: int, what: str = "") -> None:
        """Note that a line runs, or what is done on its account."""
        os.pwrite(self._file, f"{line} {what}".encode()[: self.SIZE].ljust(self.SIZE), 0)

    @staticmethod
    def read(text: str) -> tuple[int, str]:
        """Return what was noted; line 1 where nothing was."""
        line, _, what = text.partition(" ")
        return (int(line) if line.isascii() and line.isdigit() else 1), what.strip()


def _merged(outputs: list[Output]) -> tuple[Output, ...]:
    """Leave out the empty ones, and join those of statements that share a line."""
    by_line = groupby(outputs, key=lambda output: output.line)
    texts = ((line, "".join(output.text for output in group)) for line, group in by_line)
    return tuple(Output(line, text) for line, text in texts if text)


def _become_main(task: Task) -> dict[str, object]:
    """Put a fresh `__main__` in place, as `python snippet.py` would, and return its namespace."""
    path, source = str(task.scene.snippet), task.source
    module = ModuleType("__main__")
    vars(module).update(__file__=path, __builtins__=builtins)
    sys.modules["__main__"] = module
    sys.argv = [path]
    # The snippet's own folder is left out: no cache would see an edit of a neighbour that it imports.
    sys.path[:0] = [str(folder.parent) for folder in task.scene.library]
    # An edit within one second and of the same length would otherwise be taken for the compiled file.
    sys.dont_write_bytecode = True
    linecache.cache[path] = len(source), None, [f"{line}\n" for line in source.split("\n")], path
    warnings.simplefilter("error")
    return vars(module)
