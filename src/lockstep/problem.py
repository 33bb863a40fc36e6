"""What can go wrong between a book and its evidence, in the one form that every caller reports."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

#: The exit code of what Ctrl-C ended, as a shell gives it.
STOPPED = 130


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong, where it is, and what to do about it.

    Attributes:
        path: The file to open, relative to the book's root, with forward slashes.
        line: The line in that file, counted from 1.
        what: What is wrong, with what was given and what was expected.
        remedy: What to do about it.
    """

    path: str
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}\n    → {self.remedy}"


@dataclass(frozen=True)
class Place:
    """A line of a source file: `path` relative to the root, `line` from 1."""

    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"

    def problem(self, what: str, remedy: str) -> Problem:
        """Return a problem that stands at this place."""
        return Problem(self.path, self.line, what, remedy)


class BookError(Exception):
    """A book that must not be published, with every reason."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join([counted(self.problems), *map(str, self.problems)]))


def of_the_disk(error: OSError) -> BookError:
    """Return what a disk that is full, or cannot be written, is to a book: the one thing that is wrong with it."""
    path = Path(str(error.filename or ".")).absolute()
    here = Path.cwd()
    name = path.relative_to(here) if path.is_relative_to(here) else path
    what = f"the disk does not let lockstep read or write this: {error.strerror or error}"
    remedy = "make room, or see to it that it is a folder or a file that may be written; nothing was published"
    return BookError([Problem(name.as_posix(), 1, what, remedy)])


def counted(problems: Collection[Problem], what: str = "problem") -> str:
    """Say how many problems there are: "1 problem", "3 problems"."""
    return f"{len(problems)} {what}{'' if len(problems) == 1 else 's'}"


def did_you_mean(given: str, there: Iterable[str], otherwise: str = "") -> str:
    """Return a hint: the names that are closest to the one given; where none is close, what is said `otherwise`."""
    close = get_close_matches(given, sorted(set(there)))
    return f"did you mean {', '.join(close)}?" if close else otherwise
