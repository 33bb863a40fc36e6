"""What a page may show because its source is known: a run, a formula, a number of a statement, a work, who gave it.

An element is believed for what it shows, never for how it is marked: raw HTML could be marked as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from lockstep.book import Book
from lockstep.book.config import read_config
from lockstep.book.model import Snippet
from lockstep.book.snippet import shown_lines
from lockstep.book.text import read_source, source_files
from lockstep.edition import Edition
from lockstep.lab.page import ran_html
from lockstep.lab.run import FOLDER
from lockstep.render.citations import citation_of, citation_of_book
from lockstep.render.moving import attribute_of
from lockstep.render.printed import output_of
from lockstep.render.programs import drawing_html, printed_by, whole_name
from lockstep.site.texts import bare, digits, drawing, drawing_of, drawings_in, text_of

_MARKUP = re.compile(r"\$[^$]+\$|[*_`\\]|\s")
#: Identifiers that hold a digit.
_IDENTIFIER = re.compile(r"\b[A-Za-z_][A-Za-z_]*\d\w*")


class Known:
    """What the site of an edition may show; every text is without blanks."""

    def __init__(self, edition: Edition) -> None:
        book = edition.book
        ran = BeautifulSoup("".join(_labs(edition)), "html.parser")
        parts = list(_parts(book))
        drawn = (fence for fences in book.fences.values() for fence in fences if fence.figure in book.figures)
        #: Of each value of a run, what its element says of it and what it shows.
        self.values = frozenset(_values(edition))
        #: Formulas that were read.
        self.formulas = frozenset(bare(text_of(each)) for each in edition.formulas.values())
        #: Programs, their sections, the cells of labs, and how the book and its statements are cited.
        self.code = {bare("\n".join(line for _, line in shown_lines(snippet, part))) for snippet, part in parts}
        self.code |= {*_texts(ran, "pre"), *_citations(book)}
        #: What ran and printed, and by what name.
        self.printed = {(output_of(each.label(part)), bare(printed_by(edition, each, part))) for each, part in parts}
        self.printed |= {_named(tag) for tag in ran.find_all(class_="ls-output")}
        #: What was drawn, see `drawing`.
        self.drawings = {drawing_of(svg) for fence in drawn for svg in drawings_in(drawing_html(edition, fence))}
        self.drawings |= {drawing(tag) for tag in ran.find_all("svg")}
        #: What programs left for the elements that move their figures: the name of each, its attribute and that.
        self.runs = {(each.moves, *attribute_of(edition, each)) for each in book.figures.values() if each.moves}
        #: What labs say of their drawings; and what stands for a program while it is folded.
        self.said = {bare(_named(tag)[0]) for tag in ran.find_all(class_="ls-drawing")}
        self.said |= {*_texts(ran, "figcaption"), *(bare(whole_name(each)) for each in book.snippets.values())}
        #: What a text is given, and by whom.
        self.given = {(each.source, digits(each.text)) for page in book.texts for each in page.given}
        #: What a reference leads to, and how it reads but for formulas.
        self.references = frozenset(_references(book))
        #: Entries for a bibliography, by the source of their page.
        self.cited = frozenset(_shown(book, "bibtex"))
        #: Commands to type, by the source of their page; what they hold is looked at.
        self.commands = frozenset(_shown(book, "sh"))
        #: Pictures that mkdocs.yml names.
        self.logos = tuple(_logos(book.settings.root))
        #: The path below which the site is published.
        self.prefix = book.settings.prefix
        #: Names that hold digits and are no numbers: those of mkdocs.yml, of programs, and of the version.
        self.names = _names(book)
        #: Such names that programs and library use, which may stand in code.
        self.identifiers = frozenset(_IDENTIFIER.findall("\n".join(_sources(book))))

    def without_identifiers(self, code: str) -> str:
        """Return code without the names that programs and library have."""
        return _IDENTIFIER.sub(lambda name: "_" * len(name[0]) if name[0] in self.identifiers else name[0], code)


def unmarked(text: str) -> str:
    """Return a text without its blanks, its formulas in TeX, and the marks of Markdown."""
    return _MARKUP.sub("", text)


def _citations(book: Book) -> Iterator[str]:
    """Yield how the book and each of its statements is cited."""
    if book.release:
        yield bare(citation_of_book(book, book.release))
        yield from (bare(citation_of(book, book.release, each)) for each in book.statements.values())


def _texts(soup: BeautifulSoup, name: str) -> Iterator[str]:
    return (bare(tag.get_text()) for tag in soup.find_all(name))


def _named(tag: Tag) -> tuple[str, str]:
    """Return what an element is called for those who do not see it, and what it shows."""
    return str(tag.get("aria-label")), bare(tag.get_text())


def _parts(book: Book) -> Iterator[tuple[Snippet, str | None]]:
    """Yield what of each program may be shown: the whole, and each of its sections."""
    for snippet in book.snippets.values():
        yield snippet, None
        yield from ((snippet, section.name) for section in snippet.sections)


def _values(edition: Edition) -> Iterator[tuple[str, str]]:
    for value in (value for page in edition.book.pages for value in page.values):
        name = edition.book.settings.program(value.snippet)
        yield f"{value.path}, from {name}", bare(text_of(edition.value(value.spelling) or ""))


def _references(book: Book) -> Iterator[tuple[str, str]]:
    """Yield what each reference leads to, and how it reads there, but for formulas and markup."""
    yield from ((each.ident, unmarked(each.named())) for each in book.numbered.values())  # who uses an API entry
    for each in (reference for page in book.texts for reference in page.references):
        locator = f", {each.locator}" if each.locator else ""
        if target := book.numbered.get(each.target):
            yield target.ident, unmarked(target.named(locator))
        elif source := book.bibliography.sources.get(each.target):
            yield source.key, unmarked(source.label + locator)
        elif chapter := book.chapters.get(each.target):
            yield from (
                (each.target, unmarked(f"{word} {chapter.chapter}{locator}")) for word in ("chapter", "Chapter")
            )


def _shown(book: Book, language: str) -> Iterator[tuple[str, str]]:
    return ((page.path, bare(each.text)) for page in book.texts for each in page.shown if each.language == language)


def _logos(root: Path) -> Iterator[str]:
    theme = read_config(root)[0].get("theme")
    named = theme if isinstance(theme, dict) else {}
    return (str(named[each]) for each in ("logo", "favicon") if isinstance(named.get(each), str))


def _names(book: Book) -> re.Pattern[str]:
    paths = [*(each.path for each in book.snippets.values()), *(each.path for each in book.labs)]
    names = {*book.settings.given, *paths, *(path.rpartition("/")[2] for path in paths), *book.snippets}
    names |= {book.release.named} if book.release else set()
    held = sorted((name for name in names if digits(name)), key=len, reverse=True)
    return re.compile("|".join(rf"(?<![\w.]){re.escape(name)}(?!\w)" for name in held) or "(?!)")


def _sources(book: Book) -> Iterator[str]:
    yield from (each.source for each in book.snippets.values())
    yield from (each.source for each in book.labs)
    root = book.settings.root
    for folder in book.settings.library:
        yield from (read_source(root, path) for path in source_files(root, folder, ".py"))


def _labs(edition: Edition) -> Iterator[str]:
    settings = edition.book.settings
    for lab in edition.book.labs:
        notebook = settings.root / settings.build / FOLDER / f"{lab.name}.ipynb"
        if notebook.is_file():  # a preview leaves labs out
            yield ran_html(lab, notebook)
