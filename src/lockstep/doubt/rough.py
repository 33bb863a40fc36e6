"""How a result is made very wrong, for an assertion that a little did not break: is it idle, or has it room to spare?

    number, numeric tensor or array   nothing: 0                      tenfold: times ten; ten where zero
    bool                              nothing: flipped
    list or tuple of numbers          nothing, tenfold: each entry
    another list or tuple             nothing: its first entry, again and again
    str, dict, set, iterator          nothing: empty

And a little wrong, as in `perturb`, but once: at the first reach of the site alone, since a comparison of two results
of one call cannot notice that both are wrong alike.
"""

from __future__ import annotations

import copy
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from lockstep.doubt.perturb import alike, perturbed


@dataclass(frozen=True)
class Variant:
    """A way to make results wrong: `make` returns a wrong value and how it is wrong, None where it knows none."""

    make: Callable[[Any], tuple[object, str] | None]
    once: bool = False


def _nothing(value: Any) -> tuple[object, str] | None:
    return _wrong(value, lambda number: number * 0, "is zero")


def _tenfold(value: Any) -> tuple[object, str] | None:
    wrong = _wrong(value, lambda number: number * 10 + (number == 0) * 10, "is ten times as large")
    return wrong if wrong and wrong[1] == "is ten times as large" else None


def _wrong(value: Any, change: Callable[[Any], Any], how: str) -> tuple[object, str] | None:
    if isinstance(value, bool):
        return not value, "is flipped"
    if isinstance(value, int | float):
        return change(_finite(value)), how
    if isinstance(value, list | tuple) and value:
        if all(_wrong(each, change, how) and not isinstance(each, str | bool) for each in value):
            return alike(value, [(_wrong(each, change, how) or (each,))[0] for each in value]), how
        return alike(value, [value[0]] * len(value)), "repeats its first entry"
    for kind in (str, dict, set, frozenset):
        if isinstance(value, kind) and value:
            return _emptied(value) if kind is dict else kind(), "is empty"
    if isinstance(value, Iterator):
        return iter(()), "is empty"
    if "float" in (dtype := str(getattr(value, "dtype", ""))) or "int" in dtype:
        return change(_finite(value)), how
    return None


def _emptied(value: Any) -> Any:
    """Return an empty dict that is still what it was, such as a Counter."""
    empty = copy.copy(value)
    empty.clear()
    return empty


def _finite(value: Any) -> Any:
    """Return a number with zero in place of what is not finite: ten times infinity would be nothing new."""
    if isinstance(value, int | float):
        return value if abs(value) < float("inf") else 0.0
    library = sys.modules[type(value).__module__.partition(".")[0]]
    return library.nan_to_num(value, nan=0.0, posinf=0.0, neginf=0.0)


A_LITTLE: tuple[Variant, ...] = (Variant(perturbed),)
ROUGHLY: tuple[Variant, ...] = (Variant(_nothing), Variant(_tenfold), Variant(perturbed, once=True))
