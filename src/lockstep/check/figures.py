"""Figures: one drawing program each, with words for those who do not see it and a caption that says what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lockstep.book import Book
from lockstep.book.marks import Fence
from lockstep.book.model import MOVES, Figure, script_of
from lockstep.book.prose import REFERENCE
from lockstep.check.statements import IDENT
from lockstep.problem import Problem
from lockstep.run import Record

_SHORTEST_ALT = 20
# What a browser takes for the name of an element of a page's own.
_ELEMENT = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")


def check_figures(book: Book, records: Mapping[str, Record]) -> Iterator[Problem]:
    """Figures without words, programs that draw outside a figure, and figures in which nothing is drawn."""
    for page in book.pages:
        for figure in page.figures:
            yield from _words(figure)
            if figure.moves:
                yield from _moves(figure, book, records.get(figure.snippet))
            fences = [fence for fence in page.fences if fence.figure == figure.ident]
            include = f'--8<-- "{figure.snippet}.py"'
            if len(fences) != 1:
                what = f"the figure holds {len(fences)} fences; one program draws a figure"
                yield figure.place.problem(what, f"include one: {include}")
            elif not _own(fences[0]) and IDENT.fullmatch(figure.ident) and fences[0].snippet in book.snippets:
                what = f"the figure {figure.ident!r} includes {fences[0].snippet}.py: a figure's id names its program"
                yield fences[0].place.problem(what, f"include {include}, or give the figure the id of its program")
        for fence in page.fences:
            record = records.get(fence.snippet)
            if record is None or record.failure is not None:
                continue
            if fence.figure is None and record.figures:
                remedy = "put the fence into a `/// figure | caption` block with an id and an alt text"
                yield fence.place.problem("the program draws, and the fence is in no figure", remedy)
            elif fence.figure is not None and not record.figures and _own(fence):
                remedy = "open a matplotlib figure in the program, or take the fence out of the block"
                yield fence.place.problem("the program of this figure draws nothing", remedy)


def _moves(figure: Figure, book: Book, record: Record | None) -> Iterator[Problem]:
    if not _ELEMENT.fullmatch(figure.moves):
        remedy = "name it in lower-case words joined by hyphens, two at least, such as first-mass"
        yield figure.place.problem(f"{figure.moves!r} is no name of an element", remedy)
        return
    if not (book.settings.root / (module := f"{book.settings.docs}/{script_of(figure)}")).is_file():
        yield figure.place.problem(f"the figure moves, and its element is missing: {module}", "write that module")
    elif record is not None and record.failure is None and MOVES not in record.values:
        what = f"the figure moves, and its program leaves nothing for that: {record.missing.get(MOVES, '')}"
        yield figure.place.problem(what, f"bind `{MOVES}` in {book.settings.program(figure.snippet)}")


def _own(fence: Fence) -> bool:
    """Whether a fence includes the program that the id of its figure names."""
    return fence.figure is not None and fence.snippet == fence.figure.replace("-", "_")


def _words(figure: Figure) -> Iterator[Problem]:
    if len(figure.alt) < _SHORTEST_ALT:
        remedy = "add a line `    alt: what a reader who cannot see it needs to know`"
        yield figure.place.problem("the figure has no alternative text, or hardly any", remedy)
    if not figure.caption.endswith(".") or not REFERENCE.search(figure.caption):
        remedy = "write `/// figure | One sentence, which refers to [@a-statement].`"
        yield figure.place.problem("the figure's caption is not a sentence that refers to a statement", remedy)
