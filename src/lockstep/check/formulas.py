"""Formulas: every one becomes MathML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lockstep.book import Book
from lockstep.math.tex import TexError, convert, substitute
from lockstep.problem import Problem
from lockstep.run import Record


def check_formulas(book: Book, records: Mapping[str, Record]) -> Iterator[Problem]:
    """Formulas that cannot be parsed; a digit stands for each value, whose own check is another."""
    for page in book.pages:
        for formula in page.formulas:
            try:
                tex = substitute(formula.tex, lambda spelling: "1")
                convert(tex, display=formula.display, macros=book.settings.macros)
            except TexError as error:
                what = f"the formula cannot be parsed: {error}"
                yield formula.place.problem(what, f"mend the TeX: {' '.join(formula.tex.split())}")
