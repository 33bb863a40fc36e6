"""The lock: a file in the snippets folder that holds every accepted section and what it rested on, in clear."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from filelock import FileLock

from lockstep.book.settings import Settings
from lockstep.book.text import lines_of, read_source
from lockstep.ledger.sections import Section
from lockstep.problem import BookError, Place, Problem

LOCK = "ledger.lock"
_REMEDY = "take it from version control, where conflicts are settled; or remove it, and review everything anew"


@dataclass(frozen=True)
class Accepted:
    """A section as it was accepted: its source, and the source of what it rested on, by name; nothing of a run."""

    lines: tuple[str, ...]
    evidence: Mapping[str, tuple[str, ...]]


def accepted_as(section: Section) -> Accepted:
    """Return what accepting a section writes down."""
    return Accepted(section.lines, {each.name: each.lines for each in section.evidence})


def lock_path(settings: Settings) -> str:
    """Return where a book keeps its lock, relative to its root."""
    return f"{settings.snippets}/{LOCK}"


def read_lock(settings: Settings) -> dict[str, Accepted]:
    """Return the accepted sections by id; none where there is no lock.

    Raises:
        BookError: The file is not what `enter` writes, as after a merge that nobody resolved.
    """
    path = lock_path(settings)
    if not (settings.root / path).exists():
        return {}
    text = read_source(settings.root, path)
    try:
        data = json.loads(text, object_pairs_hook=_once)
        if not isinstance(data, dict) or data.keys() != {"evidence", "sections"}:
            raise TypeError("it does not hold evidence and sections, and nothing else")
        if not all(isinstance(each, dict) for each in data.values()):
            raise TypeError("evidence and sections are no tables")
    except (ValueError, TypeError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        raise BookError([Problem(path, line, f"the ledger cannot be read: {error}", _REMEDY)]) from error
    found = {}
    for ident, each in data["sections"].items():
        try:
            names = {key.partition(" ")[0]: tuple(map(_line, data["evidence"][key])) for key in each["evidence"]}
            found[ident] = Accepted(tuple(map(_line, each["lines"])), names)
        except (TypeError, KeyError, AttributeError) as error:
            what = f"the ledger cannot be read: the section {ident!r} is not whole: {error}"
            raise BookError([Problem(path, _at(ident, text), what, _REMEDY)]) from error
    return found


def enter(settings: Settings, changed: Mapping[str, Accepted | None]) -> None:
    """Write sections, or remove them; one that is accepted at the same moment is not lost.

    The sections are sorted by id, a line of theirs a line; what they rest on stands once, by name and digest.
    """
    folder = settings.root / settings.build
    folder.mkdir(exist_ok=True)
    with FileLock(folder / f"{LOCK}.busy"):
        sections = {**read_lock(settings), **changed}
        evidence: dict[str, tuple[str, ...]] = {}
        data: dict[str, Any] = {}
        for ident, each in sections.items():
            if each is not None:
                keyed = {_key(name, lines): lines for name, lines in each.evidence.items()}
                evidence |= keyed
                data[ident] = {"evidence": sorted(keyed), "lines": each.lines}
        text = json.dumps({"evidence": evidence, "sections": data}, indent=1, sort_keys=True, ensure_ascii=False)
        (settings.root / lock_path(settings)).write_text(text + "\n", "utf-8")


def place_of(settings: Settings, ident: str) -> Place:
    """Return the line at which the lock holds a section."""
    path = lock_path(settings)
    return Place(path, _at(ident, read_source(settings.root, path)))


def _key(name: str, lines: Iterable[str]) -> str:
    return f"{name} {hashlib.sha256(chr(10).join(lines).encode()).hexdigest()[:12]}"


def _line(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no line")
    return value


def _at(ident: str, text: str) -> int:
    starts = f"  {json.dumps(ident, ensure_ascii=False)}:"
    return next((number for number, line in enumerate(lines_of(text), 1) if line.startswith(starts)), 1)


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse what a merge can leave behind and JSON allows: a name that stands twice."""
    table: dict[str, Any] = {}
    for name, value in pairs:
        if name in table:
            raise ValueError(f"{name!r} stands in it twice")
        table[name] = value
    return table
