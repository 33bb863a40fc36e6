"""One attack and how it ended."""

from __future__ import annotations

from dataclasses import dataclass

from lockstep.problem import Place


@dataclass(frozen=True)
class Attack:
    """One thing that was made wrong, to see whether anything notices.

    Attributes:
        program: The name of the program whose statement, figure or values were attacked.
        kind: What sort of attack it is; the report counts by it.
        spelling: What doubt.toml calls it; unique among the attacks on its program.
        place: Where the book can be mended, if the attack survived.
        what: What was made wrong, in words.
        remedy: What to do about an attack that survived.
        beaten: Whether a check, an assertion or an exception noticed.
        limit: The rule that lets the attack pass, where one does: a reason that nobody has to write.
    """

    program: str
    kind: str
    spelling: str
    place: Place
    what: str
    remedy: str
    beaten: bool
    limit: str = ""


def numbered(spelling: str, taken: set[str]) -> str:
    """Return a spelling that is not taken, and take it: the second `topics()` is `topics() (2)`."""
    count, unique = 1, spelling
    while unique in taken:
        count += 1
        unique = f"{spelling} ({count})"
    taken.add(unique)
    return unique
