"""Prose: no number is typed where the argument is made, and no mark is left over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lockstep.book import Book
from lockstep.book.settings import place_of
from lockstep.problem import Problem
from lockstep.run import Record


def check_typed(book: Book, records: Mapping[str, Record]) -> Iterator[Problem]:
    """Numbers typed by hand on the pages whose numbers must come from a run."""
    for page in book.texts:
        for typed in page.typed if page.strict else ():
            if typed.in_math:
                remedy = r"take it from a run: \py{snippet.name:format}; or mark it: \given{…}"
            else:
                remedy = (
                    "take it from a run: `{python} snippet.name:format`; or mark it: […]{.given}; or say it in words"
                )
            yield typed.place.problem(f"the number {typed.number} is typed by hand", remedy)


def check_given(book: Book, records: Mapping[str, Record]) -> Iterator[Problem]:
    """Names that are nothing but numbers: with them, a book could type numbers everywhere."""
    for name in book.settings.given:
        if not any(character.isalpha() for character in name):
            remedy = "list names that contain a letter, such as GPT-2; mark a number where it stands: […]{.given}"
            yield place_of(book.settings, "given", name).problem(f"given: {name!r} is a number and no name", remedy)


def check_strays(book: Book, records: Mapping[str, Record]) -> Iterator[Problem]:
    """What is malformed in a page."""
    for page in book.texts:
        for stray in page.strays:
            yield stray.place.problem(stray.what, stray.remedy)
