"""Attacks, how they ended, and why some are allowed to survive: doubt.toml in the snippets folder, a table a program.

[comma]
"topics()" = "any text would do; this one is at hand"

A name that ends in `*` is of all attacks that begin so: `"drawn *"`, of a picture that shows no measure.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from lockstep.book.settings import Settings
from lockstep.book.text import line_with, read_source
from lockstep.problem import BookError, Place, Problem

FILE = "doubt.toml"

Reasons = Mapping[str, Mapping[str, str]]
_HEAD = ("attacks", "beaten", "survived", "with a reason")


@dataclass(frozen=True)
class Attack:
    """One thing that was made wrong, to see whether anything notices.

    Attributes:
        program: The name of the program that was attacked.
        kind: What sort of attack it is; the report counts by it.
        spelling: What doubt.toml calls it; unique among the attacks on its program.
        place: Where the book can be mended, if the attack survived.
        what: What was made wrong, in words.
        remedy: What to do about an attack that survived.
        beaten: Whether an assertion or an exception noticed.
    """

    program: str
    kind: str
    spelling: str
    place: Place
    what: str
    remedy: str
    beaten: bool


def numbered(spelling: str, taken: set[str]) -> str:
    """Return a spelling that is not taken, and take it: the second `topics()` is `topics() (2)`."""
    count, unique = 1, spelling
    while unique in taken:
        count += 1
        unique = f"{spelling} ({count})"
    taken.add(unique)
    return unique


def reasons_path(settings: Settings) -> str:
    """Return where a book keeps its reasons, relative to its root."""
    return f"{settings.snippets}/{FILE}"


def read_reasons(settings: Settings) -> Reasons:
    """Read the reasons, by program and by the spelling of the attack; none where there is no file.

    Raises:
        BookError: The file is not TOML, or holds something else.
    """
    path = reasons_path(settings)
    try:
        reasons = tomllib.loads(read_source(settings.root, path)) if (settings.root / path).exists() else {}
    except tomllib.TOMLDecodeError as error:
        raise BookError([Problem(path, 1, f"not TOML: {error}", "mend the syntax")]) from error
    for program, table in reasons.items():
        if not isinstance(table, dict) or not all(isinstance(reason, str) and reason for reason in table.values()):
            what = f"{program!r} is not a table of attacks and their reasons"
            raise BookError([Problem(path, 1, what, f'write [{program}], and below it "the attack" = "the reason"')])
    return reasons


def unexplained(attacks: Iterable[Attack], reasons: Reasons, settings: Settings) -> Iterator[Problem]:
    """Return the attacks that survived without a reason."""
    for attack in attacks:
        if not attack.beaten and not _reason(attack, reasons):
            key = json.dumps(attack.spelling, ensure_ascii=False)
            remedy = f'{attack.remedy}; or say why not in {reasons_path(settings)}: [{attack.program}] {key} = "…"'
            yield attack.place.problem(attack.what, remedy)


def stale(attacks: Iterable[Attack], reasons: Reasons, settings: Settings) -> Iterator[Problem]:
    """Return the reasons for attacks that are beaten, or that nobody makes any more."""
    survived = [attack for attack in attacks if not attack.beaten]
    for program, table in reasons.items():
        for spelling in table:
            if not any(each.program == program and _of(spelling, each.spelling) for each in survived):
                what = f"a reason for an attack that does not survive: {spelling!r} on {program}"
                yield _place(settings, spelling).problem(what, "remove the line; or put back what it was about")


def _place(settings: Settings, spelling: str) -> Place:
    path, escaped = reasons_path(settings), json.dumps(spelling, ensure_ascii=False)[1:-1]
    return Place(path, line_with(read_source(settings.root, path), spelling, escaped))


def table(attacks: list[Attack], reasons: Reasons) -> Iterator[str]:
    """Write one table by program and one by kind of attack, each with its total."""
    sides: tuple[tuple[str, Callable[[Attack], str]], ...] = (
        ("program", lambda attack: attack.program),
        ("kind of attack", lambda attack: attack.kind),
    )
    width = max(len(text) for attack in attacks for text in (attack.program, attack.kind, "kind of attack"))
    for title, side in sides:
        yield _row(width, title, _HEAD)
        for name in sorted({side(attack) for attack in attacks}):
            yield _row(width, name, _counts([each for each in attacks if side(each) == name], reasons))
        yield _row(width, "total", _counts(attacks, reasons))
        yield ""


def survivors(attacks: Iterable[Attack], reasons: Reasons) -> Iterator[str]:
    """List what survived with a reason, and the reason; what is the same for many stands once."""
    by_reason: dict[str, list[str]] = {}
    for attack in attacks:
        if not attack.beaten and (reason := _reason(attack, reasons)):
            by_reason.setdefault(reason, []).append(f"  {attack.place}: {attack.what}")
    for reason, lines in by_reason.items():
        yield from lines
        yield f"    because {reason}"


def _counts(attacks: list[Attack], reasons: Reasons) -> tuple[str, ...]:
    survived = [attack for attack in attacks if not attack.beaten]
    explained = [attack for attack in survived if _reason(attack, reasons)]
    return tuple(str(len(each)) for each in (attacks, [a for a in attacks if a.beaten], survived, explained))


def _reason(attack: Attack, reasons: Reasons) -> str:
    table = reasons.get(attack.program, {})
    return next((reason for spelling, reason in table.items() if _of(spelling, attack.spelling)), "")


def _of(spelling: str, attack: str) -> bool:
    """Whether a reason that is given under a spelling is one for this attack."""
    return spelling == attack or (spelling.endswith("*") and attack.startswith(spelling[:-1]))


def _row(width: int, name: str, cells: Iterable[str]) -> str:
    return f"{name:{width}}" + "".join(f"{cell:>{len(head) + 3}}" for head, cell in zip(_HEAD, cells, strict=True))
