"""What programs left for figures that move, where it is too long for a page: files of the site, of the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lockstep.edition import Edition
from lockstep.problem import Problem
from lockstep.render.moving import file_of, run_of
from lockstep.store import write_whole


def write_left(edition: Edition) -> None:
    """Write these files among what is generated, and take away those that no figure asks for any more."""
    settings = edition.book.settings
    texts = {
        settings.root / settings.docs / name: run_of(edition, figure)
        for figure in edition.book.figures.values()
        if figure.moves and (name := file_of(edition, figure))
    }
    for file in (settings.root / settings.generated).glob("*.json"):
        if file not in texts:
            file.unlink()
    for file, text in texts.items():
        write_whole(file, text)


def check_left(edition: Edition, folder: Path) -> Iterator[Problem]:
    """Such files that the site lacks, or that hold what no program left."""
    for figure in edition.book.figures.values():
        file = file_of(edition, figure) if figure.moves else ""
        if not file:
            continue
        there = folder / file
        if not there.is_file() or there.read_bytes() != run_of(edition, figure).encode():
            what = f"{file} is not what the program of the figure left for it"
            yield figure.place.problem(what, "write nothing there: a build makes this file")
