"""Clauses of the statements: words that a program could break, and what it has in place of what then.

They stand in clauses.toml in the snippets folder, a table a statement:

    [comma]
    "cut after a full stop" = { "topics.sentences" = "topics.clauses" }
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lockstep.book.settings import Settings
from lockstep.book.text import line_with, read_source
from lockstep.problem import Place, Problem

FILE = "clauses.toml"

_FORM = '[statement-id] and below it "words of it" = { "what its program has" = "what breaks it" }'


@dataclass(frozen=True)
class Clause:
    """Some words of a statement, and what breaks them in its program: for each text there, another."""

    place: Place
    ident: str
    words: str
    changes: Mapping[str, str]

    def broken(self, source: str) -> str:
        """Return the source of a program with what the clause says broken in it."""
        for there, instead in self.changes.items():
            source = source.replace(there, instead)
        return source


@dataclass(frozen=True)
class Clauses:
    """What the file holds; `problems` are about what cannot be read in it."""

    clauses: tuple[Clause, ...] = ()
    problems: tuple[Problem, ...] = ()

    def of(self, ident: str) -> tuple[Clause, ...]:
        """Return the clauses of a statement."""
        return tuple(each for each in self.clauses if each.ident == ident)


def load_clauses(settings: Settings) -> Clauses:
    """Read the clauses of a book; there are none where there is no file."""
    path = f"{settings.snippets}/{FILE}"
    if not (settings.root / path).exists():
        return Clauses()
    source = read_source(settings.root, path)
    try:
        tables = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        return Clauses(problems=(Problem(path, 1, f"not TOML: {error}", "mend the syntax"),))
    found = list(_clauses(path, source, tables))
    return Clauses(
        tuple(each for each in found if isinstance(each, Clause)),
        tuple(each for each in found if isinstance(each, Problem)),
    )


def _clauses(path: str, source: str, tables: Mapping[str, object]) -> Iterator[Clause | Problem]:
    for ident, table in tables.items():
        if not isinstance(table, dict):
            place = Place(path, line_with(source, ident))
            yield place.problem(f"{ident!r} is no table of clauses", f"write {_FORM}")
            continue
        for words, changes in table.items():
            place = Place(path, line_with(source, words))
            if isinstance(changes, dict) and changes and all(isinstance(each, str) for each in changes.values()):
                yield Clause(place, ident, words, changes)
            else:
                yield place.problem(f"{words!r} does not say what breaks it", f"write {_FORM}")
