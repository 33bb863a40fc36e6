"""The lock: a file in the snippets folder that holds both sides of every accepted statement, in clear."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from lockstep.book.model import Place, Settings, Snippet, Statement
from lockstep.problem import BookError, Problem

LOCK = "ledger.lock"

# A sentence a line, so that an editor, a diff and a reviewer see which one changed.
_SENTENCE = re.compile(r"(?<=[.?!:]) (?=[A-Z])")


@dataclass(frozen=True)
class Entry:
    """Both sides of a statement; nothing in it depends on a run.

    Attributes:
        kind: What the statement is: a definition, a proposition, a claim.
        title: Its name.
        text: Its source, a sentence each; how its lines are wrapped makes no difference.
        proof: The source of its proofs, likewise.
        assertions: The conditions that its program asserts, in order.
        sha256: Of the program without comments and layout; empty where there is no program.
    """

    kind: str
    title: str
    text: tuple[str, ...]
    proof: tuple[str, ...] = ()
    assertions: tuple[str, ...] = ()
    sha256: str = ""


def entry_of(statement: Statement, snippet: Snippet | None) -> Entry:
    """Return both sides as they are now."""
    assertions: tuple[str, ...] = ()
    digest = ""
    if snippet is not None:
        assertions = tuple(assertion.condition for assertion in snippet.assertions)
        digest = sha256(ast.unparse(ast.parse(snippet.source)).encode()).hexdigest()
    text, proof = _sentences(statement.text), _sentences(statement.proof)
    return Entry(statement.kind, statement.title, text, proof, assertions, digest)


def lock_path(settings: Settings) -> str:
    """Return where a book keeps its lock, relative to its root."""
    return f"{settings.snippets}/{LOCK}"


def read_lock(settings: Settings) -> dict[str, Entry]:
    """Return the accepted entries by id; none where there is no lock.

    Raises:
        BookError: The file is not what `write_lock` writes, as after a merge that nobody resolved.
    """
    path = lock_path(settings)
    try:
        text = (settings.root / path).read_text("utf-8")
    except FileNotFoundError:
        return {}
    line = 1
    try:
        data = json.loads(text, object_pairs_hook=_once)
        if not isinstance(data, dict):
            raise TypeError("no table of statements")
        entries = {}
        for ident, value in data.items():
            line = _line(ident, text)
            entries[ident] = _entry(ident, value)
    except (ValueError, TypeError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else line
        remedy = "take it from version control, where conflicts are settled; or remove it, and accept what is read anew"
        raise BookError([Problem(path, line, f"the ledger cannot be read: {error}", remedy)]) from error
    return entries


def write_lock(settings: Settings, entries: Mapping[str, Entry]) -> None:
    """Write the entries, sorted by id, a sentence or an assertion a line."""
    data = {ident: asdict(entry) for ident, entry in entries.items()}
    text = json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False)
    (settings.root / lock_path(settings)).write_text(text + "\n", "utf-8")


def place_of(settings: Settings, ident: str) -> Place:
    """Return the line at which the lock holds an entry."""
    path = lock_path(settings)
    return Place(path, _line(ident, (settings.root / path).read_text("utf-8")))


def _sentences(source: str) -> tuple[str, ...]:
    return tuple(_SENTENCE.split(" ".join(source.split()))) if source.strip() else ()


def _entry(ident: str, value: Any) -> Entry:
    kinds = {name: type(part) for name, part in asdict(Entry("", "", ())).items()}
    if not isinstance(value, dict) or value.keys() != kinds.keys():
        raise TypeError(f"the entry {ident!r} does not hold {', '.join(sorted(kinds))}")
    parts: dict[str, Any] = {name: tuple(part) if isinstance(part, list) else part for name, part in value.items()}
    for name, kind in kinds.items():
        if not isinstance(parts[name], kind) or not all(isinstance(each, str) for each in parts[name]):
            raise TypeError(f"the entry {ident!r} holds as {name} what is none: {value[name]!r}")
    return Entry(**parts)


def _line(ident: str, text: str) -> int:
    lines = text.splitlines()
    return next((number for number, line in enumerate(lines, 1) if line.startswith(f'  "{ident}":')), 1)


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse what a merge can leave behind and JSON allows: a name that stands twice."""
    table: dict[str, Any] = {}
    for name, value in pairs:
        if name in table:
            raise ValueError(f"{name!r} stands in it twice")
        table[name] = value
    return table
