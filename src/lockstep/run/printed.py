"""What a program prints, statement by statement, up to what a page can show."""

from __future__ import annotations

import io
import sys

#: The most that a program may print, in bytes: a page shows all of it.
MOST = 200_000


class PrintedTooMuch(Exception):
    """A program that prints more than a page can show."""

    def __init__(self) -> None:
        super().__init__(f"the program prints more than {MOST} bytes; print less: a page shows all of it")


class Printed:
    """Stands in for the standard output, and hands over what was printed since it was last asked."""

    def __init__(self) -> None:
        self._bytes = _Bounded()
        self._text = io.TextIOWrapper(self._bytes, encoding="utf-8", newline="\n", write_through=True)
        sys.stdout = self._text

    def take(self) -> str:
        """Return what was printed since the last call."""
        self._text.flush()
        printed = self._bytes.getvalue().decode(errors="replace")
        self._bytes.seek(0)
        self._bytes.truncate()
        return printed

    def check(self) -> None:
        """Raise what the program may have caught: that it printed too much."""
        if self._bytes.left < 0:
            raise PrintedTooMuch


class _Bounded(io.BytesIO):
    left = MOST

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        self.left -= len(data)
        if self.left < 0:
            raise PrintedTooMuch
        return super().write(data)
