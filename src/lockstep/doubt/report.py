"""What became of the attacks, as plain text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from lockstep.doubt.attack import Attack
from lockstep.doubt.reasons import Reasons

_HEAD = ("attacks", "beaten", "survived", "with a reason")


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
        if not attack.beaten and (reason := attack.limit or _reason(attack, reasons)):
            by_reason.setdefault(reason, []).append(f"  {attack.place.path}:{attack.place.line}: {attack.what}")
    for reason, lines in by_reason.items():
        yield from lines
        yield f"    because {reason}"


def _counts(attacks: list[Attack], reasons: Reasons) -> tuple[str, ...]:
    survived = [attack for attack in attacks if not attack.beaten]
    explained = [attack for attack in survived if attack.limit or _reason(attack, reasons)]
    return tuple(str(len(each)) for each in (attacks, [a for a in attacks if a.beaten], survived, explained))


def _reason(attack: Attack, reasons: Reasons) -> str:
    return reasons.get(attack.program, {}).get(attack.spelling, "")


def _row(width: int, name: str, cells: Iterable[str]) -> str:
    return f"{name:{width}}" + "".join(f"{cell:>{len(head) + 3}}" for head, cell in zip(_HEAD, cells, strict=True))
