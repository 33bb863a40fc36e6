"""The values that pages ask of a run, as JSON."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from lockstep.values import resolve

#: The most entries that a value may have: a page takes numbers, not data.
LARGEST = 1000


def answer(
    namespace: Mapping[str, object], asked: Iterable[str], tidy: Callable[[str], str]
) -> tuple[dict[str, object], dict[str, str]]:
    """Look up each path in what the snippet left behind.

    Returns:
        The values, and for each path that gives none the reason, passed through `tidy`.
    """
    values: dict[str, object] = {}
    missing: dict[str, str] = {}
    for path in sorted(asked):
        try:
            values[path] = as_json(resolve(namespace, path))
        except Exception as error:  # a property of the snippet or of the library can raise anything
            missing[path] = tidy(str(error) or type(error).__name__)
    return values, missing


def as_json(value: object) -> object:
    """Return a value as what JSON can hold; tensors and arrays, and their scalars, by ``tolist``.

    NaN and the infinities stay what they are.

    Raises:
        TypeError: The value, or one inside it, is of another kind.
        ValueError: It has more than `LARGEST` entries.
    """
    plain = _plain(value)
    _limit(_count(plain))
    return plain


def _plain(value: Any) -> object:
    if value is None or isinstance(value, bool):
        return value
    for kind in (int, float, str):  # a subclass, such as numpy.float64, becomes the plain kind
        if isinstance(value, kind):
            return kind(value)
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {str(key): _plain(each) for key, each in value.items()}
    if hasattr(value, "tolist"):
        _limit(math.prod(getattr(value, "shape", ())))
        return _plain(value.tolist())
    raise TypeError(f"is a {type(value).__qualname__}, not a number, a string, a truth value or a list of them")


def _limit(entries: int) -> None:
    if entries > LARGEST:
        raise ValueError(f"has {entries} entries, more than {LARGEST}; ask for one of them")


def _count(plain: object) -> int:
    if isinstance(plain, dict):
        return sum(map(_count, plain.values()))
    return sum(map(_count, plain)) if isinstance(plain, list) else 1
