"""TeX to MathML, at build."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from math_core import LatexError, LatexToMathML

from lockstep.math.markers import TexError, digits, spellings, substitute, without_given

__all__ = ["TexError", "convert", "digits", "spellings", "substitute"]

# Dots in one character, not three full stops that a screen reader says one by one; a colon as TeX spaces it.
_REPAIRS = {"dots": "…", "ldots": "…", "dotsc": "…", "colon": r"\mathpunct{:}"}
# Every formula is converted alone, so its numbers would all be (1).
_NUMBERED = re.compile(r"(\\(?:begin|end)\{(?:align|equation|gather|multline))\}")
_TOKEN = re.compile(r"\\begin(?![A-Za-z])|\\end(?![A-Za-z])|\\\\\s*\[?|\\.", re.DOTALL)
_POSITION = re.compile(r"(?:macro(?P<macro>\d+):)?(?P<offset>\d+): (?P<what>.*)", re.DOTALL)
# A thousands separator, `50{,}257`, comes as three elements; one is what it means.
_THOUSANDS = re.compile(r'(?<=\d)</mn><mo rspace="0">,</mo><mn>(?=\d{3}(?!\d))')
_REFUSED = {
    "<a ": r"\eqref makes a link inside a formula; refer to the statement in the prose",
    "<menclose": r"browsers draw neither \boxed nor \cancel; say it in words",
    # Chromium sets an accent that stretches beside its letter.
    '<mo stretchy="true">\N{COMBINING CIRCUMFLEX ACCENT}<': r"browsers misplace \widehat; write \hat",
    '<mo stretchy="true">\N{COMBINING LOW LINE}<': r"browsers misplace \overline and \underline; write \bar",
}
# `&ApplyFunction;` is no XML, and the font has none of the variants that these selectors ask for.
_CHARACTERS = {
    "&ApplyFunction;": "\N{FUNCTION APPLICATION}",
    "\N{VARIATION SELECTOR-1}": "",
    "\N{VARIATION SELECTOR-2}": "",
}


def convert(tex: str, *, display: bool, macros: Mapping[str, str] | None = None) -> str:
    r"""Convert a formula to one ``<math>`` element.

    Args:
        tex: TeX without delimiters; ``\py`` is already substituted, ``\given{…}`` gives its content.
        display: Whether the formula is a block of its own.
        macros: The book's notation: from a name, without its backslash, to the TeX that it stands for, where
            ``#1`` is its first argument.

    Raises:
        TexError: Unparsable TeX, TeX that a browser would show wrongly, or a macro that does not convert.
    """
    if not tex.strip():
        raise TexError("an empty formula")
    source = _NUMBERED.sub(r"\1*}", without_given(tex))
    _refuse_lost_line_breaks(source)
    table = tuple({**_REPAIRS, **(macros or {})}.items())
    try:
        mathml = _converter(table).convert_with_local_state(source, displaystyle=display)
    except LatexError as error:
        raise _explained(str(error), source, table) from error
    for markup, reason in _REFUSED.items():
        if markup in mathml:
            raise TexError(reason)
    for written, meant in _CHARACTERS.items():
        mathml = mathml.replace(written, meant)
    return _THOUSANDS.sub(",", mathml)


@lru_cache(maxsize=4)
def _converter(macros: tuple[tuple[str, str], ...]) -> LatexToMathML:
    return LatexToMathML(macros=dict(macros), fancy_error=False)


def _refuse_lost_line_breaks(source: str) -> None:
    r"""``\\`` outside an environment is dropped without a word, and the length of ``\\[1ex]`` is printed."""
    depth = 0
    for token in _TOKEN.finditer(source):
        depth += {r"\begin": 1, r"\end": -1}.get(token[0], 0)
        if token[0].startswith(r"\\"):
            line = source.count("\n", 0, token.start())
            if depth == 0:
                raise TexError(r"\\ breaks lines only inside an environment such as aligned", line)
            if token[0].endswith("["):
                raise TexError(r"\\[…] with a length is not supported; write \\", line)


def _explained(error: str, source: str, macros: tuple[tuple[str, str], ...]) -> TexError:
    match = _POSITION.fullmatch(error)
    if match is None:
        return TexError(error)
    what = match["what"].removesuffix(".")
    if match["macro"]:
        name, text = macros[int(match["macro"])]
        return TexError(rf"{what}, in the macro {name}: {text}")
    offset = int(match["offset"])
    near, _, _ = source[offset : offset + 24].partition("\n")
    where = f'at "{near}"' if near else "at the end"
    return TexError(f"{what}, {where}", source.count("\n", 0, offset))
