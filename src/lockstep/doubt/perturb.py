"""How a result is made wrong: a little at first, and very wrong for an assertion that a little did not break.

A little, where it is a number, and in every case so that it still has its kind:

    float, floating tensor or array   times 1.001; plus 0.001 where that changes nothing; 0 where infinite
    int, integer tensor or array      plus one
    bool, boolean tensor or array     flipped
    str                               loses its first half
    list or tuple of the floating     each entry, as above
    another list or tuple             loses its last entry
    dict, set                         loses its last item, an element
    iterator                          loses its first item

What is empty, and an object of another kind, has no perturbation: what is read from it has.

Very, to see whether an assertion is idle or has room to spare:

    number, numeric tensor or array   nothing: 0                      tenfold: times ten; ten where zero
    bool                              nothing: flipped
    list or tuple of numbers          nothing, tenfold: each entry
    another list or tuple             nothing: its first entry, again and again
    str, dict, set, iterator          nothing: empty

And a little wrong, as in `perturb`, but once: at the first reach of the spot alone, since a comparison of two results
of one call cannot notice that both are wrong alike.
"""

from __future__ import annotations

import copy
import math
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

_SCALE, _SHIFT = 1.001, 0.001


def perturbed(value: Any) -> tuple[object, str] | None:
    """Return a value that is wrong, and in words how; None where there is no perturbation. `value` stays as it is."""
    if isinstance(value, bool):
        return not value, "is flipped"
    if isinstance(value, int):
        return value + 1, "is one more"
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, str):
        return (value[(len(value) + 1) // 2 :], "loses its first half") if value else None
    if isinstance(value, list | tuple):
        return _sequence(value) if value else None
    if isinstance(value, dict | set | frozenset):
        return _without_one(value) if value else None
    if isinstance(value, Iterator):
        return islice(value, 1, None), "loses its first item"
    if hasattr(value, "dtype") and hasattr(value, "shape"):
        return _array(value) if math.prod(value.shape) else None
    return None


def _float(value: float) -> tuple[float, str]:
    if not math.isfinite(value):
        return 0.0, "is zero"
    scaled = value * _SCALE
    return (value + _SHIFT, f"is {_SHIFT} more") if scaled == value else (scaled, f"is {_SCALE} times as large")


def _sequence(value: Any) -> tuple[object, str]:
    named = hasattr(value, "_make")
    if named or all(map(_floating, value)):
        entries = [(perturbed(each) or (each, ""))[0] for each in value]
        return alike(value, entries), "is wrong in each field" if named else f"is {_SCALE} times as large in each entry"
    return value[:-1], "loses its last entry"


def alike(value: Any, entries: list[object]) -> object:
    """Return a sequence of other entries: a list, a tuple, or a named tuple, as `value` is."""
    make = getattr(value, "_make", list if isinstance(value, list) else tuple)
    return make(entries)


def _floating(value: Any) -> bool:
    return isinstance(value, float) or ("float" in str(getattr(value, "dtype", "")) and math.prod(value.shape) > 0)


def _without_one(value: Any) -> tuple[object, str]:
    if not isinstance(value, dict):
        return value - {min(value, key=repr)}, "loses an element"
    less = copy.copy(value)
    less.popitem()
    return less, "loses its last item"


def _array(value: Any) -> tuple[object, str] | None:
    kind = str(value.dtype)
    if "bool" in kind:
        return ~value, "is flipped"
    if "int" in kind:
        return value + 1, "is one more in each entry"
    if "float" not in kind:
        return None
    scaled = value * _SCALE
    if not bool((scaled == value).all()):
        return scaled, f"is {_SCALE} times as large"
    library = sys.modules[type(value).__module__.partition(".")[0]]  # numpy and torch spell this alike
    return library.nan_to_num(value, nan=0.0, posinf=0.0, neginf=0.0) + _SHIFT, f"is {_SHIFT} more"


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
VERY: tuple[Variant, ...] = (Variant(_nothing), Variant(_tenfold))
ROUGHLY: tuple[Variant, ...] = (*VERY, Variant(perturbed, once=True))
