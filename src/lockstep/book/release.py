"""What a book says of itself to those who cite it: the file CITATION.cff, where there is one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from lockstep.book.text import lines_of, not_yaml, read_source
from lockstep.problem import BookError, Problem

CITATION = "CITATION.cff"
#: What is read of it: the type that YAML makes of each, and how to write it.
_READ: Mapping[str, tuple[type, str]] = {
    "title": (str, "title: The name of the book"),
    "version": (str, 'version: "1.0", in quotes where it is a number'),
    "date-released": (date, "date-released: 2026-11-29"),
    "authors": (list, "authors:, and below it a line `  - name: …` for each"),
}


@dataclass(frozen=True)
class Release:
    """A version of a book.

    Attributes:
        title: Of the book.
        version: As it is written.
        day: When it was released.
        authors: Whole names.
        people: Which of them are people; a bibliography takes the other names for one word.
    """

    title: str
    version: str
    day: date
    authors: tuple[str, ...]
    people: tuple[bool, ...]

    @property
    def named(self) -> str:
        """The version and its day, as every page says them."""
        return f"version {self.version}, {self.day.day} {self.day:%B %Y}"


def load_release(root: Path) -> Release | None:
    """Read which version of a book this is; None where there is no CITATION.cff.

    Raises:
        BookError: It is there, and is no table, or lacks what a citation needs.
    """
    if not (root / CITATION).is_file():
        return None
    source = read_source(root, CITATION)
    try:
        said = yaml.safe_load(source)
    except Exception as error:
        raise BookError([Problem(CITATION, *not_yaml(error), "mend the syntax")]) from error
    if not isinstance(said, dict):
        raise BookError([Problem(CITATION, 1, "it holds no table of names and values", "write `title: …`, and on")])
    if problems := list(_problems(said, lines_of(source))):
        raise BookError(problems)
    people = tuple("name" not in each for each in said["authors"])
    return Release(said["title"], said["version"], said["date-released"], tuple(map(_named, said["authors"])), people)


def _problems(said: dict[str, Any], lines: list[str]) -> Iterator[Problem]:
    for name, (kind, form) in _READ.items():
        line = next((number for number, each in enumerate(lines, 1) if each.startswith(f"{name}:")), 1)
        given = said.get(name)
        if not isinstance(given, kind) or not given:
            what = f"{name}: given {given!r}, which is not what it is to be" if name in said else f"there is no {name}"
            yield Problem(CITATION, line, what, f"write {form}")
        elif isinstance(given, list) and not all(isinstance(each, dict) and _named(each) for each in given):
            what = "authors: one of them has no name"
            yield Problem(CITATION, line, what, "write `name:`, or `given-names:` and `family-names:`")


def _named(author: Mapping[str, Any]) -> str:
    parts = (author.get(each) for each in ("name", "given-names", "name-particle", "family-names", "name-suffix"))
    return " ".join(str(each) for each in parts if each) or str(author.get("alias", ""))
