"""Formulas: every one becomes MathML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from lockstep.book import Book
from lockstep.math.tex import TexError, convert, substitute
from lockstep.problem import Problem
from lockstep.run import Record


def check_formulas(book: Book, records: Mapping[str, Record]) -> Iterator[Problem]:
    """Formulas that cannot be parsed; a digit stands for each value, whose own check is another."""
    for page in book.texts:
        for formula in page.formulas:
            if error := _error(formula.tex, formula.display, tuple(book.settings.macros.items())):
                what = f"the formula cannot be parsed: {error}"
                yield formula.place.problem(what, f"mend the TeX: {' '.join(formula.tex.split())}")


@lru_cache(maxsize=4096)  # a book is checked again and again while it is doubted
def _error(tex: str, display: bool, macros: tuple[tuple[str, str], ...]) -> str:
    try:
        convert(substitute(tex, lambda spelling: "1"), display=display, macros=dict(macros))
    except TexError as error:
        return str(error)
    return ""
