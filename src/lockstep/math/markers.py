r"""Where a formula's numbers come from: ``\py{…}`` computed, ``\given{…}`` given, any other typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

# Kept whole, so that `\\py` is a line break before "py" and `\{` opens no group.
_COMMAND = re.compile(r"\\(?:([A-Za-z]+)|.)", re.DOTALL)
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
# What TeX sets between two digits of one number: thin spaces, `{,}`, and blanks, which it drops.
_GAP = r"(?:\{,\}|\{\\,\}|\\[,:;!\ ]|~|\s)+"
_NUMBER = re.compile(rf"\d+ (?: (?:{_GAP} | ,(?=\d{{3}}(?!\d))) \d+ )* (?: \.\d+ (?:{_GAP}\d+)* )? | \.\d+", re.VERBOSE)
# A digit without braces after these is a whole argument: \frac12 is a half, x_12 is x₁2.
_LONE_ARGUMENTS = re.compile(r"\\(?:[dt]?frac|binom)(?![A-Za-z])\s*\d(?:\s*\d)?|(?:\\sqrt|[_^])\s*\d")


class TexError(ValueError):
    """TeX that does not convert, and on which line of the formula, counted from 0."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


def spellings(tex: str) -> list[str]:
    r"""The spelling inside each ``\py{…}``, in order.

    Raises:
        TexError: A ``\py`` without its braces.
    """
    return [content.strip() for _, _, content in _marked(tex, "py")]


def substitute(tex: str, lookup: Callable[[str], str]) -> str:
    r"""Put values in place of each ``\py{spelling}``, each as one TeX group.

    Args:
        tex: A formula.
        lookup: From a spelling to TeX; what it raises passes through.

    Raises:
        TexError: A ``\py`` without its braces.
    """
    return _replace(tex, "py", lambda content: "{" + lookup(content.strip()) + "}")


def without_given(tex: str) -> str:
    r"""The formula with each ``\given{…}`` as the group that it marks.

    A macro would not do: math-core takes none in text mode.
    """
    return _replace(tex, "given", lambda content: "{" + content + "}")


def digits(tex: str) -> list[str]:
    r"""The typed numbers that no mark excuses: each decimal, and each integer of ten or more, as typed.

    Exponents, subscripts and text count; what stands in ``\py{…}`` or ``\given{…}`` does not.
    """
    for name in ("py", "given"):
        tex = _replace(tex, name, lambda _: "|")
    return [number for number in _NUMBER.findall(_LONE_ARGUMENTS.sub("|", tex)) if _must_be_marked(number)]


def _must_be_marked(number: str) -> bool:
    return "." in number or int(re.sub(r"\D", "", number)) >= 10


def _replace(tex: str, name: str, written: Callable[[str], str]) -> str:
    pieces, after = [], 0
    for start, end, content in _marked(tex, name):
        # A mark inside another of its name went with it.
        if start >= after:
            pieces += [tex[after:start], written(content)]
            after = end
    return "".join([*pieces, tex[after:]])


def _marked(tex: str, name: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and content of each command of that name."""
    for command in _COMMAND.finditer(tex):
        if command[1] == name:
            opening = re.compile(r"\s*\{").match(tex, command.end())
            end = _closing(tex, opening.end()) if opening else None
            if opening is None or end is None:
                raise TexError(
                    rf"\{name} needs its argument in braces: \{name}{{…}}",
                    tex.count("\n", 0, command.start()),
                )
            yield command.start(), end, tex[opening.end() : end - 1]


def _closing(tex: str, start: int) -> int | None:
    """Where the group ends whose content starts here."""
    depth = 1
    for brace in _BRACE.finditer(tex, start):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if depth == 0:
            return brace.end()
    return None
