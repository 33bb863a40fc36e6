"""Sections: everything that a book says, from one heading to the next, and what each rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from markdown.extensions.toc import slugify

from lockstep.book import Book
from lockstep.book.config import CONFIG
from lockstep.book.model import Figure, Page, Statement
from lockstep.book.page import parse_page
from lockstep.book.text import lines_of, read_source, source_files
from lockstep.names.library import Library
from lockstep.problem import Place

#: A page that is none of the site's, and yet argues.
README = "README.md"

_CODE = re.compile(r"`[^`]*`|\$[^$]*\$|\{[^}]*\}")


@dataclass(frozen=True)
class Evidence:
    """What a section rests on.

    Attributes:
        name: A program's name; or the path of what an entry of the API reference documents.
        place: Where it begins.
        lines: The source of the program; or of what the entry documents, its docstrings and its code. Of a module,
            the docstring alone.
        assertions: The conditions that the program asserts, in order.
        draws: Whether it draws a figure.
    """

    name: str
    place: Place
    lines: tuple[str, ...]
    assertions: tuple[str, ...] = ()
    draws: bool = False


@dataclass(frozen=True)
class Section:
    """What a page says from one heading to the next, front matter and the source of its blocks included.

    Attributes:
        ident: `docs/essay/cost.md#what-it-costs`; of the first section of a file, its path.
        place: Its first line.
        lines: Its source.
        evidence: What it shows, takes values from, refers to or states, in the order of its lines.
    """

    ident: str
    place: Place
    lines: tuple[str, ...]
    evidence: tuple[Evidence, ...] = ()


def sections_of(book: Book) -> Mapping[str, Section]:
    """Return every section by its id: of the pages, of the labs, of the README; and the settings and works, whole.

    The settings hold words that are shown, such as those of the navigation, and the macros of the formulas.
    """
    root = book.settings.root
    found = [each for page in book.pages for each in _sections(book, page, read_source(root, page.path))]
    found += [each for lab in book.labs for each in _sections(book, lab.page, lab.source)]
    if (root / README).is_file():
        source = read_source(root, README)
        found += _sections(book, parse_page(book.settings.docs, README, source), source)
    for path in [CONFIG, *source_files(root, book.settings.docs, ".bib")]:
        found.append(Section(path, Place(path, 1), tuple(lines_of(read_source(root, path)))))
    return {each.ident: each for each in found}


def section_with(sections: Mapping[str, Section], entry: Statement | Figure) -> Section:
    """Return the section that holds a statement or a figure."""
    there = [each for each in sections.values() if each.place.path == entry.place.path]
    return max((each for each in there if each.place.line <= entry.place.line), key=lambda each: each.place.line)


def _sections(book: Book, page: Page, source: str) -> Iterator[Section]:
    lines = lines_of(source)
    headings = page.headings[1:]
    starts = [1, *(each.place.line for each in headings), len(lines) + 1]
    taken: dict[str, int] = {}
    for number, (first, after) in enumerate(pairwise(starts)):
        ident = page.path
        if number:
            anchor = _anchor(headings[number - 1].text)
            taken[anchor] = taken.get(anchor, 0) + 1
            ident += f"#{anchor}" + (f"_{taken[anchor] - 1}" if taken[anchor] > 1 else "")
        text = "\n".join(line.rstrip() for line in lines[first - 1 : after - 1]).strip("\n").split("\n")
        evidence = tuple(_evidence(book, page, range(first, after)))
        yield Section(ident, Place(page.path, first), tuple(text), evidence)


def _anchor(heading: str) -> str:
    return slugify(_CODE.sub(" ", heading), "-") or "section"


def _evidence(book: Book, page: Page, lines: range) -> Iterator[Evidence]:
    found: dict[str, int] = {}
    for name, line in sorted(_named(book, page), key=lambda each: each[1]):
        if line in lines and name in book.snippets:
            found.setdefault(name, line)
    for name in found:
        snippet = book.snippets[name]
        asserts = tuple(each.condition for each in snippet.assertions)
        yield Evidence(name, Place(snippet.path, 1), tuple(lines_of(snippet.source)), asserts, snippet.draws)
    for entry in page.entries:
        if entry.place.line in lines:
            yield _documented(book, entry.path)


def _named(book: Book, page: Page) -> Iterator[tuple[str, int]]:
    """Yield each program that a page states, shows, counts on or refers to, with the line."""
    for each in page.numbered:
        yield each.snippet, each.place.line
    for fence in page.fences:
        yield fence.snippet, fence.place.line
    for value in page.values:
        yield value.snippet, value.place.line
    for reference in page.references:
        if (entry := book.numbered.get(reference.target)) is not None:
            yield entry.snippet, reference.place.line
    for recall in page.recalls:
        figure, program = book.figures.get(recall.target), recall.program
        yield figure.snippet if figure else program[0] if program else "", recall.place.line


def _documented(book: Book, path: str) -> Evidence:
    target = Library.of(book.settings).find(path)
    if target is None:
        return Evidence(path, Place(CONFIG, 1), ())
    file = target.filepath[0] if isinstance(target.filepath, list) else target.filepath
    path_in_book = file.relative_to(book.settings.root).as_posix()
    if not target.is_module:
        line, text = target.lineno, target.source
    elif target.docstring is not None:
        line, text = target.docstring.lineno, target.docstring.value
    else:
        line, text = 1, ""
    return Evidence(path, Place(path_in_book, line or 1), tuple(lines_of(text)))
