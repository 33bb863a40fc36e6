"""What changed in a statement or in its program since both were accepted, on which side, in clear."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import unified_diff

from lockstep.ledger.lock import Entry

SAID = "its heading, or what is said of it and with its numbers"
_SIDES = {
    "kind": "its kind",
    "title": "its name",
    "text": "what it says",
    "proof": "its proof",
    "said": SAID,
    "assertions": "what its program asserts",
    "program": "its program",
}
_OF_FIGURE = {**_SIDES, "title": "its caption", "text": "its alternative text"}


def changes(before: Entry, now: Entry) -> dict[str, tuple[str, ...]]:
    """Return what changed: the name of each side that did, with the lines that went (`-`) and came (`+`)."""
    found: dict[str, tuple[str, ...]] = {}
    if before == now:
        return found
    for field, side in (_OF_FIGURE if now.kind == "figure" else _SIDES).items():
        old, new = _lines(getattr(before, field)), _lines(getattr(now, field))
        if field == "said" and sorted(old) == sorted(new):
            continue  # pages changed places
        lines = tuple(_diff(old, new))
        if field == "program" and before.assertions != now.assertions:
            lines = lines if any(not line[2:].lstrip().startswith("assert ") for line in lines) else ()
        if lines:
            found[side] = lines
    return found


def _lines(value: str | tuple[str, ...]) -> Sequence[str]:
    return [value] if isinstance(value, str) else value


def _diff(before: Sequence[str], now: Sequence[str]) -> Iterator[str]:
    for line in list(unified_diff(before, now, n=0, lineterm=""))[2:]:
        if not line.startswith("@@"):
            yield f"{line[0]} {line[1:]}"
