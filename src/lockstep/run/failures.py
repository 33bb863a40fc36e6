"""An exception that a snippet raised, as a reader should see it: without the machine and the machinery."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from traceback import TracebackException

from lockstep.run.record import Failure


@dataclass(frozen=True)
class Scene:
    """Where a run is.

    Attributes:
        root: The book's root, absolute.
        snippet: The snippet's file, absolute.
        library: The folders of the book's library, absolute.
    """

    root: Path
    snippet: Path
    library: tuple[Path, ...]

    def tidy(self, text: str) -> str:
        """Take out what differs between machines and runs: the root's path and objects' addresses."""
        return re.sub(r" at 0x[0-9a-fA-F]+", "", text.replace(f"{self.root}{os.sep}", ""))

    def failure(self, error: BaseException, line: int) -> Failure:
        """Describe an exception; `line` is where the running top-level statement starts."""
        report = TracebackException.from_exception(error)
        own = [frame.lineno for frame in report.stack if Path(frame.filename) == self.snippet]
        syntax = isinstance(error, SyntaxError)
        if isinstance(error, SyntaxError) and error.filename == str(self.snippet):
            own.append(error.lineno)
        summary = list(report.format_exception_only())
        message = _first_words(summary[-1] if syntax else "".join(summary))
        return Failure(next((each for each in reversed(own) if each), line), self.tidy(message.strip()))


def _first_words(message: str) -> str:
    """Bring up to the first line what stands below it where it says nothing but a kind: "ValueError:"."""
    return re.sub(r"\A([\w.]+:)\s+", r"\1 ", message)
