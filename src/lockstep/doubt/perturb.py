"""How a result is made wrong: a little, where it is a number, and in every case so that it still has its kind.

    float, floating tensor or array   times 1.001; plus 0.001 where that changes nothing; 0 where infinite
    int, integer tensor or array      plus one
    bool, boolean tensor or array     flipped
    str                               loses its first half
    list or tuple of the floating     each entry, as above
    another list or tuple             loses its last entry
    dict, set                         loses its last item, an element
    iterator                          loses its first item

What is empty, and an object of another kind, has no perturbation: what is read from it has.
"""

from __future__ import annotations

import copy
import math
import sys
from collections.abc import Iterator
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
