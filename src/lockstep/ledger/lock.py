"""The lock: a file in the snippets folder that holds both sides of every accepted statement, in clear."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from filelock import FileLock

from lockstep.book import Book
from lockstep.book.model import Figure, Statement
from lockstep.book.sentences import sentences
from lockstep.book.settings import Settings
from lockstep.book.text import lines_of, read_source
from lockstep.problem import BookError, Place, Problem

LOCK = "ledger.lock"


@dataclass(frozen=True)
class Entry:
    """Both sides of a statement; nothing in it depends on a run.

    Attributes:
        kind: What it is: a definition, a proposition, a claim; or a figure.
        title: Its name; of a figure, the caption.
        text: Its source, a sentence each; how its lines are wrapped makes no difference. Of a figure, the words for
            those who do not see it.
        proof: The source of its proofs, likewise.
        said: The heading that it stands under; and what is said, anywhere in the book, with a number of its program or
            with a reference to it: sentences, and rows of tables below their heads.
        assertions: The conditions that its program asserts, in order.
        program: Its source, line by line, so that a change of it can be shown; empty where there is none.
    """

    kind: str
    title: str
    text: tuple[str, ...]
    proof: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    assertions: tuple[str, ...] = ()
    program: tuple[str, ...] = ()


def entry_of(book: Book, entry: Statement | Figure) -> Entry:
    """Return both sides of a statement or a figure as they are now."""
    snippet = book.snippets.get(entry.snippet)
    assertions = tuple(assertion.condition for assertion in snippet.assertions) if snippet else ()
    program = tuple(lines_of(snippet.source)) if snippet else ()
    if isinstance(entry, Figure):
        title, text, proof = entry.caption, entry.alt, ""
    else:
        title, text, proof = entry.title, entry.text, entry.proof
    said = (*_heading(book, entry), *_lines(dict.fromkeys((*said_with(book, entry.snippet), *_said_of(book, entry)))))
    return Entry(entry.kind, title, sentences(text), sentences(proof), said, assertions, program)


def said_with(book: Book, snippet: str) -> tuple[str, ...]:
    """Return what the pages say with the numbers of a program, each once: a sentence, or two lines of a table."""
    return tuple(dict.fromkeys(each for value in book.values_of(snippet) for each in value.said))


def _said_of(book: Book, entry: Statement | Figure) -> Iterator[str]:
    """Yield what the pages say with a reference to an entry, but for what other entries hold as their own."""
    for reference in book.references_to(entry.ident):
        yield from (each for each in reference.said if each not in book.stated)


def _heading(book: Book, entry: Statement | Figure) -> tuple[str, ...]:
    page = next(page for page in book.pages if entry in page.numbered)
    return tuple(each.text for each in page.headings if each.place.line < entry.place.line)[-1:]


def _lines(said: Iterable[str]) -> Iterator[str]:
    """Yield a line each, the head of a table once for its rows."""
    above = ""
    for each in said:
        head, _, row = each.rpartition("\n")
        yield from [head, row] if head and head != above else [row]
        above = head


def lock_path(settings: Settings) -> str:
    """Return where a book keeps its lock, relative to its root."""
    return f"{settings.snippets}/{LOCK}"


def read_lock(settings: Settings) -> dict[str, Entry]:
    """Return the accepted entries by id; none where there is no lock.

    Raises:
        BookError: The file is not what `write_lock` writes, as after a merge that nobody resolved.
    """
    path = lock_path(settings)
    if not (settings.root / path).exists():
        return {}
    text = read_source(settings.root, path)
    ident = ""
    try:
        data = json.loads(text, object_pairs_hook=_once)
        if not isinstance(data, dict):
            raise TypeError("no table of statements")
        entries = {}
        for ident, value in data.items():
            entries[ident] = _entry(ident, value)
    except (ValueError, TypeError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else _line(ident, text)
        remedy = "take it from version control, where conflicts are settled; or remove it, and accept what is read anew"
        raise BookError([Problem(path, line, f"the ledger cannot be read: {error}", remedy)]) from error
    return entries


def enter(settings: Settings, ident: str, entry: Entry | None) -> None:
    """Write one entry, or remove it; another that is accepted at the same moment is not lost.

    The entries are sorted by id, a sentence or an assertion a line.
    """
    folder = settings.root / settings.build
    folder.mkdir(exist_ok=True)
    with FileLock(folder / f"{LOCK}.busy"):
        entries = read_lock(settings)
        entries.pop(ident, None)
        if entry is not None:
            entries[ident] = entry
        data = {each: asdict(entry) for each, entry in entries.items()}
        text = json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False)
        (settings.root / lock_path(settings)).write_text(text + "\n", "utf-8")


def place_of(settings: Settings, ident: str) -> Place:
    """Return the line at which the lock holds an entry."""
    path = lock_path(settings)
    return Place(path, _line(ident, read_source(settings.root, path)))


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
    lines = lines_of(text)
    return next((number for number, line in enumerate(lines, 1) if line.startswith(f'  "{ident}":')), 1)


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse what a merge can leave behind and JSON allows: a name that stands twice."""
    table: dict[str, Any] = {}
    for name, value in pairs:
        if name in table:
            raise ValueError(f"{name!r} stands in it twice")
        table[name] = value
    return table
