"""The book: everything that its sources state, read once, before anything runs or is rendered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path, PurePosixPath

from lockstep.book.citations import Bibliography, load_bibliography
from lockstep.book.clauses import Clauses, load_clauses
from lockstep.book.lab import Lab, parse_lab
from lockstep.book.marks import Fence
from lockstep.book.model import MOVES, Figure, Page, Snippet, Statement
from lockstep.book.page import parse_page
from lockstep.book.release import Release, load_release
from lockstep.book.settings import Settings, load_settings
from lockstep.book.snippet import heart_of, parse_snippet
from lockstep.book.text import read_source, source_files
from lockstep.problem import BookError, Problem


@dataclass(frozen=True)
class Book:
    """A book's pages in reading order, its snippets by name, what it cites, its labs, its clauses, its version."""

    settings: Settings
    pages: tuple[Page, ...]
    snippets: Mapping[str, Snippet]
    bibliography: Bibliography = field(default_factory=Bibliography)
    labs: tuple[Lab, ...] = ()
    clauses: Clauses = field(default_factory=Clauses)
    release: Release | None = None

    @classmethod
    def load(cls, root: Path) -> Book:
        """Read mkdocs.yml, every page and every BibTeX file of the docs folder, and every snippet.

        Raises:
            BookError: mkdocs.yml is missing or malformed, or a file is no text: nothing can be said of the others then.
                Everything else that is wrong is left to the checks.
        """
        settings = load_settings(root.resolve())
        pages = tuple(_number(_pages(settings)))
        _read_library(settings)
        works, found = load_bibliography(settings), source_files(settings.root, settings.docs, ".py")
        labs = tuple(parse_lab(settings.docs, path, read_source(settings.root, path)) for path in found)
        release = load_release(settings.root)
        return cls(settings, pages, _snippets(settings), works, labs, load_clauses(settings), release)

    @cached_property
    def statements(self) -> Mapping[str, Statement]:
        """Every statement by its id."""
        return {each.ident: each for page in self.pages for each in page.statements}

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        """Every figure by its id."""
        return {each.ident: each for page in self.pages for each in page.figures}

    @cached_property
    def asked(self) -> Mapping[str, frozenset[str]]:
        """The values that the pages ask of each snippet."""
        asked: defaultdict[str, set[str]] = defaultdict(set)
        for page in self.pages:
            for value in page.values:
                asked[value.snippet].add(value.path)
            for figure in page.figures:
                if figure.moves:
                    asked[figure.snippet].add(MOVES)
        return {name: frozenset(paths) for name, paths in asked.items()}

    @cached_property
    def fences(self) -> Mapping[str, tuple[Fence, ...]]:
        """Where the pages show each snippet, in reading order."""
        shown: defaultdict[str, list[Fence]] = defaultdict(list)
        for page in self.pages:
            for fence in page.fences:
                shown[fence.snippet].append(fence)
        return {name: tuple(fences) for name, fences in shown.items()}

    @cached_property
    def hearts(self) -> Mapping[str, Fence]:
        """The fence of each program that stands open."""
        there = ((name, self.snippets[name], fences) for name, fences in self.fences.items() if name in self.snippets)
        found = ((name, heart_of(snippet, fences)) for name, snippet, fences in there)
        return {name: heart for name, heart in found if heart is not None}

    @cached_property
    def texts(self) -> tuple[Page, ...]:
        """Everything that is written: the pages, and the text of each lab."""
        return (*self.pages, *(lab.page for lab in self.labs))

    @cached_property
    def numbered(self) -> Mapping[str, Statement | Figure]:
        """Every statement and every figure by its id."""
        return {**self.statements, **self.figures}

    @cached_property
    def chapters(self) -> Mapping[str, Page]:
        """Every numbered chapter by what refers to it."""
        return {page.reference: page for page in self.pages if page.chapter}

    @cached_property
    def _by_text(self) -> Mapping[str, Page]:
        return {page.text.strip(): page for page in self.pages}

    def page_of(self, text: str) -> Page | None:
        """Return the page whose Markdown this is; None for text that is not a page, such as a docstring."""
        return self._by_text.get(text.strip())


def _pages(settings: Settings) -> Iterator[Page]:
    found = {path.removeprefix(f"{settings.docs}/"): path for path in source_files(settings.root, settings.docs, ".md")}
    order = [uri for uri in settings.nav if uri in found]
    order += sorted(found.keys() - set(order))
    chapters = [uri for uri in order if any(uri.startswith(prefix) for prefix in settings.chapters)]
    for uri in order:
        chapter = chapters.index(uri) + 1 if uri in chapters else 0
        yield parse_page(settings.docs, found[uri], read_source(settings.root, found[uri]), chapter=chapter)


def _read_library(settings: Settings) -> None:
    """See to it that every file of the library can be read: no program could say better what is wrong with it."""
    problems: list[Problem] = []
    for folder in settings.library:
        for path in source_files(settings.root, folder, ".py"):
            problems += parse_snippet("library", path, read_source(settings.root, path)).problems
    if problems:
        raise BookError(problems)


def _snippets(settings: Settings) -> dict[str, Snippet]:
    found = {}
    for path in source_files(settings.root, settings.snippets, ".py"):
        name = PurePosixPath(path).stem
        if path == settings.program(name):  # and not in a folder below
            found[name] = parse_snippet(name, path, read_source(settings.root, path))
    return found


def _number(pages: Iterable[Page]) -> Iterator[Page]:
    """Number statements together and figures apart, by chapter: ids are permanent, numbers are positions."""
    for page in pages:
        prefix = f"{page.chapter}." if page.chapter else ""
        statements = tuple(replace(s, number=f"{prefix}{i}") for i, s in enumerate(page.statements, 1))
        figures = tuple(replace(f, number=f"{prefix}{i}") for i, f in enumerate(page.figures, 1))
        yield replace(page, statements=statements, figures=figures)
