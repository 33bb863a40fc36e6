"""What happens in the process of one snippet: it runs as `__main__`, and its record is written to a file."""

from __future__ import annotations

import builtins
import faulthandler
import io
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
from lockstep.run.failures import Scene
from lockstep.run.figures import to_svg
from lockstep.run.libraries import Libraries
from lockstep.run.record import Drawing, Failure, Output, Record
from lockstep.run.statements import REACHED, Step, compile_steps

Compiler = Callable[[str, str], list[Step]]

# Files in a run's scratch folder: what the child leaves for its parent.
RECORD, STDERR, LINE = "record.json", "stderr", "line"

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
        scratch: A folder of its own, to write `RECORD`, `STDERR` and `LINE` in.
        how: What runs it and makes its record: `run`, or what watches a run more closely.
    """

    name: str
    source: str
    scene: Scene
    asked: tuple[str, ...]
    limit: float
    scratch: Path
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
        partial = task.scratch / f"{RECORD}.partial"
        partial.write_text(json.dumps(record.to_json()), encoding="utf-8")
        partial.replace(task.scratch / RECORD)
    os._exit(0)  # at once: threads that the snippet left running have nothing to add to the record


def _detach(task: Task) -> None:
    """Take a session of its own, so that one signal ends the whole family, and point both outputs at a file.

    What Python prints is caught before it gets there: what does get there was written by a subprocess, by C,
    or to the standard error.
    """
    if hasattr(os, "setsid"):
        os.setsid()
        signal.setitimer(signal.ITIMER_REAL, task.limit + GRACE)
    stderr = os.open(task.scratch / STDERR, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for standard in (1, 2):
        os.dup2(stderr, standard)
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
    stdout = _Stdout()
    namespace = _become_main(task)
    reached: set[int] = set()
    namespace |= {REACHED: reached.add, **(hooks or {})}
    outputs: list[Output] = []
    drawings: list[Drawing] = []
    failure: Failure | None = None
    libraries = Libraries()
    libraries.settle(line=1)
    line = 1
    with (task.scratch / LINE).open("w", encoding="ascii") as now:
        try:
            for step in compiled(task.source, str(task.scene.snippet)):
                line = step.line
                now.seek(0)
                now.write(f"{line:9}")
                now.flush()
                try:
                    exec(step.code, namespace)
                finally:
                    outputs.append(Output(line, stdout.take()))
                libraries.settle(line)
            for number, (figure, line) in enumerate(libraries.figures(), start=1):
                drawings.append(Drawing(line, to_svg(figure, f"{task.name}-{number}")))
        except BaseException as error:  # sys.exit and Ctrl-C end a program too
            failure = task.scene.failure(error, line)
    left = {name: value for name, value in namespace.items() if not name.startswith("@")}
    values, missing = answer(left, task.asked, task.scene.tidy)
    return Record(
        snippet=task.name,
        status="raised" if failure else "passed",
        failure=failure,
        reached=tuple(sorted(reached)),
        outputs=_merged(outputs),
        figures=() if failure else tuple(drawings),
        values=values,
        missing=missing,
        seconds=time.perf_counter() - started,
    )


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
    linecache.cache[path] = len(source), None, source.splitlines(keepends=True), path
    warnings.simplefilter("error")
    return vars(module)


class _Stdout:
    """Stands in for the standard output, and hands over what was printed since it was last asked."""

    def __init__(self) -> None:
        self._bytes = io.BytesIO()
        self._text = io.TextIOWrapper(self._bytes, encoding="utf-8", newline="\n", write_through=True)
        sys.stdout = self._text

    def take(self) -> str:
        self._text.flush()
        printed = self._bytes.getvalue().decode(errors="replace")
        self._bytes.seek(0)
        self._bytes.truncate()
        return printed
