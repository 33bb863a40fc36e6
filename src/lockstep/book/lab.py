"""A lab as its source states it: a notebook in the percent format, whose text has the rules of a page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lockstep.book.model import Page
from lockstep.book.page import parse_page
from lockstep.book.settings import Settings

_MARK = re.compile(r"# %%(?P<text> \[markdown\])?(?: .*)?")
_COMMENT = re.compile(r"# ?")


@dataclass(frozen=True)
class Lab:
    """A notebook of the book, kept as a program.

    Attributes:
        path: Relative to the root: `docs/lab/train.py`.
        source: The program.
        page: What its text states; a line of it is that line of the program.
        cells: The line below the mark of each cell, counted from 1.
    """

    path: str
    source: str
    page: Page
    cells: tuple[int, ...]

    @property
    def uri(self) -> str:
        """Relative to the docs folder: `lab/train.py`."""
        return self.page.uri

    @property
    def name(self) -> str:
        """What its files are called: `lab-train`; two folders may each have a `train.py`."""
        return self.uri.removesuffix(".py").replace("/", "-")


def parse_lab(settings: Settings, path: str, source: str) -> Lab:
    """Parse the lab kept at `path`; what stands before its first cell is a comment on the program."""
    text: list[str] = []
    cells: list[int] = []
    inside = False
    for number, line in enumerate(source.splitlines(), 1):
        if mark := _MARK.fullmatch(line):
            inside = mark["text"] is not None
            cells.append(number + 1)
            text.append("")
        else:
            text.append(_COMMENT.sub("", line, count=1) if inside else "")
    return Lab(path, source, parse_page(settings, path, "\n".join(text), chapter=0), tuple(cells))
