"""Values that a snippet computed, as prose and formulas name them and as readers see them.

A spelling is ``snippet.path:format``: the snippet's name, a path of names, attributes and constant indices
into what the snippet computed, and a format of Python's mini-language, for example
``missing_factor.table['She'].mass:.3f``.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import NamedTuple

from lockstep.problem import did_you_mean

#: How a value in prose begins, in back-ticks; its spelling follows.
VALUE = r"\{python\}\s*"
# The first colon outside brackets and quotes starts the format, as in an f-string.
_PATH = re.compile(
    r"""(?P<path> (?: [^:'"\[\]] | \[ (?: [^'"\]] | '[^']*' | "[^"]*" )* \] )+ ) (?: : (?P<spec>.*) )? $""",
    re.VERBOSE,
)
_NUMBER = re.compile(r"(?P<sign>[+-]?)(?P<digits>\d[\d,_]*(?:\.\d+)?|inf)(?:[eE](?P<power>[+-]\d+))?(?P<percent>%?)")
_TEX_SPECIAL = {
    "\\": r"{\textbackslash}",
    "^": r"{\textasciicircum}",
    "~": r"{\textasciitilde}",
    # In braces, as math-core drops a blank after some of these.
    **{character: "{\\" + character + "}" for character in "{}$&#_%"},
}


class UnknownValue(LookupError):
    """A path that leads to nothing in what a snippet computed."""


class Spelling(NamedTuple):
    """The three parts of a value's spelling.

    Attributes:
        snippet: The snippet's name, without ``.py``.
        path: Where the value is, canonically: ``rows["a"]`` and ``rows['a']`` are the same path.
        spec: A format of Python's mini-language; empty when none is given.
    """

    snippet: str
    path: str
    spec: str


def parse_value(spelling: str) -> Spelling:
    """Take a spelling such as ``cost.rows[2].kl:.3f`` apart.

    Raises:
        ValueError: It is an expression, or no spelling of a value at all.
    """
    spelling = spelling.strip()
    match = _PATH.match(spelling)
    try:
        if not match:
            raise ValueError
        snippet, *steps = path_steps(match["path"])
    except ValueError as error:
        raise ValueError(f'an expression is not a value: "{spelling}"; bind it to a name in the snippet') from error
    if not steps:
        raise ValueError(f'"{spelling}" names no value; write snippet.name or snippet.name:format')
    if not steps[0].startswith("."):
        raise ValueError(f'"{spelling}" indexes the snippet itself; write {snippet}.name, then the index')
    return Spelling(snippet, "".join(steps)[1:], (match["spec"] or "").strip())


def resolve(namespace: Mapping[str, object], path: str) -> object:
    """Follow a path of names, attributes and indices into what a snippet computed.

    Args:
        namespace: The snippet's global names.
        path: As in `Spelling.path`, for example ``rows[2].kl``.

    Raises:
        UnknownValue: A step leads nowhere; says what there is instead.
    """
    name, *steps = path_steps(path)
    if name not in namespace:
        raise _unknown(name, (key for key in namespace if not key.startswith("_")))
    value, walked = namespace[name], name
    for step in steps:
        try:
            value = follow(value, step)
        except (AttributeError, LookupError, TypeError) as error:
            raise _unknown(walked + step, _choices(value, step)) from error
        walked += step
    return value


def format_value(value: object, spec: str) -> str:
    """Write a value in Python's own characters; `as_html` and `as_tex` set them for readers.

    A number that rounds to zero has no sign, so that noise in the last bit cannot change a page.

    Raises:
        ValueError: Not a number, a string or a truth value; a NaN; a float without a format; a format that
            does not fit.
    """
    kind = type(value).__name__
    if not isinstance(value, bool | int | float | str):
        raise ValueError(f"a {kind} cannot be shown; name a number, a string or a truth value inside it")
    if isinstance(value, bool) and spec:
        raise ValueError(f'the format "{spec}" does not fit a bool, which takes none')
    if isinstance(value, float) and math.isnan(value):
        raise ValueError("NaN is not a value that can be shown; let the snippet fail where it arises")
    if isinstance(value, float) and not spec:
        raise ValueError("a float needs a format: how many digits hold? Write for example :.3f")
    try:
        text = format(value, spec)
    except ValueError as error:
        raise ValueError(f'the format "{spec}" does not fit a value of type {kind}: {error}') from error
    rounded_to_zero = isinstance(value, float) and math.isfinite(value) and not re.search("[1-9]", text)
    return text.replace("-", "") if rounded_to_zero else text


def as_html(text: str) -> str:
    """Set a formatted value in HTML: ``-5.6e-17`` becomes ``−5.6 × 10<sup>−17</sup>``; text is escaped."""
    number = _NUMBER.fullmatch(text.strip())
    if not number:
        return escape(text)
    return _scientific(number, " × ", "10<sup>{}</sup>").replace("-", "−").replace("inf", "∞")


def as_tex(text: str) -> str:
    r"""Set a formatted value in TeX: ``5.6e-17`` becomes ``5.6 \times 10^{-17}``, and text ``\text{…}``."""
    number = _NUMBER.fullmatch(text.strip())
    if not number:
        return r"\text{" + "".join(_TEX_SPECIAL.get(character, character) for character in text) + "}"
    tex = _scientific(number, r" \times ", "10^{{{}}}").replace("inf", r"\infty")
    return tex.replace(",", "{,}").replace("_", r"\_").replace("%", r"\%")


def _scientific(number: re.Match[str], times: str, power: str) -> str:
    digits, exponent = number["digits"], int(number["power"] or 0)
    if exponent:
        scale = power.format(exponent)
        digits = scale if digits == "1" else digits + times + scale
    return number["sign"] + digits + number["percent"]


def path_steps(source: str) -> list[str]:
    """Return the name that a path starts with, then each attribute as ``.name`` and each index as ``[constant]``.

    Raises:
        ValueError: It is no path.
    """
    try:
        node = ast.parse(source, mode="eval").body
    except SyntaxError as error:
        raise ValueError(f"not a path: {source}") from error
    steps: list[str] = []
    while not isinstance(node, ast.Name):
        if isinstance(node, ast.Attribute):
            steps.append(f".{node.attr}")
        elif isinstance(node, ast.Subscript):
            steps.append(f"[{_index(node.slice)!r}]")
        else:
            raise ValueError(f"not a path: {source}")
        node = node.value
    return [node.id, *reversed(steps)]


def _index(node: ast.expr) -> int | str:
    index = ast.literal_eval(node)
    # `type` and not isinstance: True is an int, and no index that anybody means.
    if type(index) not in (int, str):
        raise ValueError(f"not a constant index: {index!r}")
    return index  # type: ignore[no-any-return]


def follow(value: object, step: str) -> object:
    """Return what one step of a path, an attribute or an index, leads to."""
    if step.startswith("."):
        return getattr(value, step[1:])
    return value[ast.literal_eval(step[1:-1])]  # type: ignore[index]


def _choices(value: object, step: str) -> Iterable[str]:
    if step.startswith("."):
        return (name for name in dir(value) if not name.startswith("_"))
    if isinstance(value, Mapping):
        return (f"[{key!r}]" for key in value)
    try:
        return [f"[0] to [{len(value) - 1}]"]  # type: ignore[arg-type]
    except TypeError:
        return []


def _unknown(path: str, choices: Iterable[str]) -> UnknownValue:
    there = sorted(choices)
    last = re.split(r"\.|(?=\[)", path)[-1]
    hint = did_you_mean(last, there, f"there are: {', '.join(there[:12]) or 'none'}")
    return UnknownValue(f"unknown value {path}; {hint}")
