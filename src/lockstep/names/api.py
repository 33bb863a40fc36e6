"""The API reference of a book: where each name of the library is documented, and which programs use it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import griffe

from lockstep.book import Book
from lockstep.book.marks import Entry
from lockstep.book.model import Page, Statement
from lockstep.names.library import Library
from lockstep.names.read import Name, read_names


@dataclass(frozen=True)
class Api:
    """A book's API reference, over the library that the book imports."""

    book: Book

    @cached_property
    def library(self) -> Library:
        """The library."""
        return Library.of(self.book.settings)

    @cached_property
    def entries(self) -> tuple[tuple[Page, Entry], ...]:
        """Every entry with the page that it stands on, in reading order."""
        return tuple((page, entry) for page in self.book.pages for entry in page.entries)

    @cached_property
    def anchors(self) -> Mapping[str, tuple[str, str]]:
        """The page and the anchor of everything that an entry documents, by canonical path.

        A module has no anchor: it is its page. A member of a class has one of its own if it has a docstring.
        """
        found: dict[str, tuple[str, str]] = {}
        for page, entry in self.entries:
            target = self.library.find(entry.path)
            if target is not None and target.is_module:
                found.setdefault(entry.path, (page.uri, ""))
            elif target is not None:
                for path in _documented(target):
                    found.setdefault(path, (page.uri, path))
        return found

    def names(self, snippet: str) -> tuple[Name, ...]:
        """Return the names of the library in a snippet."""
        return read_names(self.library, snippet, self.book.snippets[snippet].source)

    def place(self, name: Name) -> tuple[str, str] | None:
        """Return the page and the anchor of the entry that says what a name means.

        That is its own; or, inherited from a class without an entry, that of the class which was asked; or, without
        a docstring, that of the class which has it.
        """
        last = name.path.rpartition(".")[2]
        holders = [each for each in (name.path.rpartition(".")[0], name.owner) if self._is_class(each)]
        for path in (name.path, f"{name.owner}.{last}", *holders):
            if path in self.anchors:
                return self.anchors[path]
        return None

    def users(self, path: str) -> list[tuple[Statement, tuple[str, ...]]]:
        """Return the statements whose programs use a public name, and the members of it that each uses."""
        found = []
        for statement in self.book.statements.values():
            if statement.snippet in self.book.snippets:
                used = {member for public, member in self._uses(statement.snippet) if public == path}
                if used:
                    found.append((statement, tuple(sorted(used - {""}))))
        return found

    def _uses(self, snippet: str) -> Iterator[tuple[str, str]]:
        """Yield the public names that a snippet uses, each with the member of it, empty for the name itself."""
        for name in self.names(snippet):
            last = name.path.rpartition(".")[2]
            for path in {name.path, f"{name.owner}.{last}" if name.owner else name.path}:
                if (public := self.library.covering(path)) is not None:
                    yield public, path.removeprefix(public).removeprefix(".")

    def _is_class(self, path: str) -> bool:
        target = self.library.find(path) if path else None
        return target is not None and target.is_class


def _documented(target: griffe.Object) -> Iterator[str]:
    yield target.path
    if isinstance(target, griffe.Class):
        for name, member in target.members.items():
            if isinstance(member, griffe.Object) and member.is_public and name != "__init__" and member.has_docstring:
                yield from _documented(member)
