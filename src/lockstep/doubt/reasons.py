"""Why some attacks are allowed to survive: doubt.toml in the snippets folder, a table a program.

[comma]
"topics()" = "any text would do; this one is at hand"
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping

from lockstep.book.settings import Settings
from lockstep.doubt.attack import Attack
from lockstep.problem import BookError, Place, Problem

FILE = "doubt.toml"

Reasons = Mapping[str, Mapping[str, str]]


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
        reasons = tomllib.loads((settings.root / path).read_text("utf-8"))
    except FileNotFoundError:
        return {}
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
        if not attack.beaten and not attack.limit and attack.spelling not in reasons.get(attack.program, {}):
            key = json.dumps(attack.spelling, ensure_ascii=False)
            remedy = f'{attack.remedy}; or say why not in {reasons_path(settings)}: [{attack.program}] {key} = "…"'
            yield attack.place.problem(attack.what, remedy)


def stale(attacks: Iterable[Attack], reasons: Reasons, settings: Settings) -> Iterator[Problem]:
    """Return the reasons for attacks that are beaten, or that nobody makes any more."""
    survived = {(attack.program, attack.spelling) for attack in attacks if not attack.beaten and not attack.limit}
    for program, table in reasons.items():
        for spelling in table:
            if (program, spelling) not in survived:
                what = f"a reason for an attack that does not survive: {spelling!r} on {program}"
                yield _place(settings, spelling).problem(what, "remove the line; or put back what it was about")


def _place(settings: Settings, spelling: str) -> Place:
    path = reasons_path(settings)
    lines = (settings.root / path).read_text("utf-8").splitlines()
    keys = (spelling, json.dumps(spelling, ensure_ascii=False)[1:-1])
    return Place(path, next((n for n, line in enumerate(lines, 1) if any(key in line for key in keys)), 1))
