"""Prose: values and formulas can be written, no number is typed into a formula, and what is given has a source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lockstep.book import Book
from lockstep.book.config import CONFIG
from lockstep.book.text import named, unprintable
from lockstep.math.tex import TexError, convert, digits, substitute
from lockstep.problem import Place, Problem
from lockstep.run import Record
from lockstep.values import format_value


def check_sources(book: Book, records: Mapping[str, Record]) -> Iterator[Problem]:
    """What is malformed in a page or a lab."""
    for page in book.texts:
        yield from page.problems


def check_values(book: Book, records: Mapping[str, Record]) -> Iterator[Problem]:
    """Values that a run does not have, and formats that do not fit them."""
    for page in book.pages:
        for value in page.values:
            record = records.get(value.snippet)
            if record is None or record.failure is not None:
                continue  # reported where the program is missing or fails
            if value.path not in record.values:
                reason = record.missing.get(value.path, "the run has no such name")
                remedy = f"bind it in {book.settings.program(value.snippet)}"
                yield value.place.problem(f"in {value.spelling!r}: {reason}", remedy)
                continue
            try:
                if wrong := unprintable(format_value(record.values[value.path], value.spec)):
                    raise ValueError(f"no page can show the character {named(wrong)}")
            except ValueError as error:
                remedy = "give a format that fits, such as `:.3f`, `:d` or `:.1%`"
                yield value.place.problem(f"the value {value.spelling!r} cannot be written: {error}", remedy)


def check_formulas(book: Book, records: Mapping[str, Record]) -> Iterator[Problem]:
    """Formulas that cannot be parsed; a digit stands for each value, whose own check is another."""
    for page in book.texts:
        for formula in page.formulas:
            try:
                filled = substitute(formula.tex, lambda spelling: "1")
                convert(filled, display=formula.display, macros=book.settings.macros)
            except TexError as error:
                what = f"the formula cannot be parsed: {error}"
                place = Place(page.path, formula.place.line + error.line)
                yield place.problem(what, f"mend the TeX: {' '.join(formula.tex.split())}")


def check_typed(book: Book, records: Mapping[str, Record]) -> Iterator[Problem]:
    """Numbers typed into formulas; those of the prose are looked for on the built pages, where no syntax hides them."""
    remedy = r"take it from a run: \py{snippet.name:format}; or mark it: \given{…}"
    for page in book.texts:
        for typed in page.typed:
            yield typed.place.problem(f"the number {typed.number} is typed by hand", remedy)
    for name, tex in book.settings.macros.items():
        for number in digits(tex):
            place = Place(CONFIG, book.settings.lines["macros", name])
            yield place.problem(f"the number {number} is typed by hand, in the macro {name}", remedy)


def check_given(book: Book, records: Mapping[str, Record]) -> Iterator[Problem]:
    """What is given and does not say by whom."""
    for page in book.texts:
        for given in page.given:
            if not given.source.strip():
                what = f"{given.text!r} is given without its source"
                yield given.place.problem(what, f'say who gives it: [{given.text}]{{.given source="…"}}')


def check_titles(book: Book, records: Mapping[str, Record]) -> Iterator[Problem]:
    """Two pages of one title, which look alike in a search and in the tabs of a browser."""
    first: dict[str, str] = {}
    for page in book.texts:
        there = first.setdefault(page.title, page.path)
        if page.title and there != page.path:
            what = f"{there} has the title {page.title!r} too"
            yield page.headings[0].place.problem(what, "say what this page is about and that one is not")
