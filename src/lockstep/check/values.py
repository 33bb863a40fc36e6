"""Values: every number that a page asks for is there, and can be written as the page wants it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lockstep.book import Book
from lockstep.problem import Problem
from lockstep.run import Record
from lockstep.values import format_value


def check_values(book: Book, records: Mapping[str, Record]) -> Iterator[Problem]:
    """Values that a run does not have, and formats that do not fit them."""
    for page in book.pages:
        for value in page.values:
            record = records.get(value.snippet)
            if record is None or record.failure is not None:
                continue  # reported where the program is missing or fails
            if value.path not in record.values:
                reason = record.missing.get(value.path, "the run has no such name")
                remedy = f"bind it in {book.settings.snippets}/{value.snippet}.py"
                yield value.place.problem(f"in {value.spelling!r}: {reason}", remedy)
                continue
            try:
                format_value(record.values[value.path], value.spec)
            except ValueError as error:
                remedy = "give a format that fits, such as `:.3f`, `:d` or `:.1%`"
                yield value.place.problem(f"the value {value.spelling!r} cannot be written: {error}", remedy)
