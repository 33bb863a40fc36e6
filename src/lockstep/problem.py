"""What can go wrong between a book and its evidence, in the one form that every caller reports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


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

    def problem(self, what: str, remedy: str) -> Problem:
        """Return a problem that stands at this place."""
        return Problem(self.path, self.line, what, remedy)


class BookError(Exception):
    """A book that must not be published, with every reason."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        count = len(self.problems)
        heading = f"{count} problem{'' if count == 1 else 's'}"
        super().__init__("\n".join([heading, *map(str, self.problems)]))
