"""The rules together: in a chapter there is no line that can go, or say something else, without a problem."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lockstep.book import Book
from lockstep.check import check
from lockstep.edition import Edition

CHAPTERS = ("docs/chapters/squares.md", "docs/chapters/primes.md")
HERE = Path(__file__).parent / "squares"


def lines() -> Iterator[tuple[str, int]]:
    """Every line of a chapter that holds anything: its prose, statement, option, formula, proof, fence or value."""
    for path in CHAPTERS:
        for number, line in enumerate((HERE / path).read_text("utf-8").splitlines()):
            if line.strip() not in ("", "```"):  # at the end of a page, a fence may as well stay open
                yield path, number


#: What an edit makes of a line.
EDITS: dict[str, Callable[[str], str]] = {
    "gone": lambda line: "",
    "longer": lambda line: f"{line} never",
    "words swapped": lambda line: " ".join([*line.split(" ")[:-2], *reversed(line.split(" ")[-2:])]),
}


@pytest.mark.parametrize("edit", EDITS)
def test_no_line_of_a_chapter_changes_unnoticed(edit: str, squares: Path) -> None:
    records = Edition.make(squares).records
    unnoticed = []
    for path, number in lines():
        file = squares / path
        before = file.read_text("utf-8")
        changed = before.splitlines()
        changed[number] = EDITS[edit](changed[number])
        file.write_text("\n".join(changed) + "\n", "utf-8")
        if file.read_text("utf-8") != before and not check(Book.load(squares), records):
            unnoticed.append((path, number + 1, changed[number]))
        file.write_text(before, "utf-8")
    assert unnoticed == []
