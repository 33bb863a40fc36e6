"""The values that pages ask of a run, as JSON."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from lockstep.values import resolve

#: The most entries that a value may have, and the most digits or letters of an entry: a page takes numbers, not data.
LARGEST, LONGEST = 1000, 4000
_TOO_LONG = 10**LONGEST


def answer(
    namespace: Mapping[str, object],
    asked: Iterable[str],
    tidy: Callable[[str], str],
    note: Callable[[str], None] = lambda path: None,
) -> tuple[dict[str, object], dict[str, str]]:
    """Look up each path in what the snippet left behind, and note each before, as a look-up may end the process.

    Returns:
        The values, and for each path that gives none the reason, passed through `tidy`.
    """
    values: dict[str, object] = {}
    missing: dict[str, str] = {}
    for path in sorted(asked):
        note(path)
        try:
            values[path] = as_json(resolve(namespace, path))
        except Exception as error:  # a property of the snippet or of the library can raise anything
            missing[path] = tidy(str(error) or type(error).__name__)
        except BaseException as error:
            missing[path] = tidy(f"to look it up ends the program: {type(error).__name__}: {error}")
    return values, missing


def as_json(value: object) -> object:
    """Return a value as what JSON can hold; tensors and arrays, and their scalars, by ``tolist``.

    NaN and the infinities stay what they are.

    Raises:
        TypeError: The value, or one inside it, is of another kind.
        ValueError: It has more than `LARGEST` entries, or one of more than `LONGEST` digits or letters.
    """
    plain = _plain(value)
    _limit(_count(plain))
    return plain


def _plain(value: Any) -> object:
    if value is None or isinstance(value, bool):
        return value
    for kind in (int, float, str):  # a subclass, such as numpy.float64, becomes the plain kind
        if isinstance(value, kind):
            return _short(kind(value))
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {str(key): _plain(each) for key, each in value.items()}
    if hasattr(value, "tolist"):
        _limit(math.prod(getattr(value, "shape", ())))
        return _plain(value.tolist())
    raise TypeError(f"is a {type(value).__qualname__}, not a number, a string, a truth value or a list of them")


def _short(plain: int | float | str) -> int | float | str:
    if isinstance(plain, int) and abs(plain) >= _TOO_LONG:
        raise ValueError(f"is a number of more than {LONGEST} digits; show how large it is in another way")
    if isinstance(plain, str) and len(plain) > LONGEST:
        raise ValueError(f"has {len(plain)} letters, more than {LONGEST}; bind a part of it to a name")
    return plain


def _limit(entries: int) -> None:
    if entries > LARGEST:
        raise ValueError(f"has {entries} entries, more than {LARGEST}; ask for one of them")


def _count(plain: object) -> int:
    if isinstance(plain, dict):
        return sum(map(_count, plain.values()))
    return sum(map(_count, plain)) if isinstance(plain, list) else 1
