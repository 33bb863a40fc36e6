"""A document of the built site, and where in the sources something that is seen on it may be mended."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from lockstep.book import Book
from lockstep.book.config import CONFIG
from lockstep.book.model import Page
from lockstep.book.text import lines_of, read_source
from lockstep.problem import Place, Problem

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Document:
    """An HTML file of the site.

    Attributes:
        file: Relative to the site, with forward slashes: `essay/cost/index.html`.
        html: The parsed document.
        source: The file to mend, relative to the book's root: a page, a notebook, or else mkdocs.yml.
        text: What that file holds.
        page: The page that it shows; None for what is no Markdown.
    """

    file: str
    html: BeautifulSoup
    source: str
    text: str
    page: Page | None

    @cached_property
    def tags(self) -> tuple[Tag, ...]:
        """Every element."""
        return tuple(self.html.find_all(True))

    @cached_property
    def anchors(self) -> Counter[str]:
        """What the fragment of a link may name, with how often it is there."""
        return Counter(str(tag["id"]) for tag in self.tags if tag.has_attr("id"))

    def problem(self, what: str, remedy: str, *hints: str) -> Problem:
        """Return a problem at the first line of the source that holds a hint; earlier hints are better ones."""
        lines = lines_of(self.text)
        found = (number for hint in hints if hint for number, line in enumerate(lines, 1) if hint in line)
        said = what if self.page is not None else f"in {self.file}: {what}"
        return Problem(self.source, next(found, 1), said, remedy)


@dataclass(frozen=True)
class Locator:
    """Finds the line of a source by the words that were seen.

    Attributes:
        sources: What each source holds; mkdocs.yml too, which has titles of the navigation and the glossary.
    """

    sources: Mapping[str, str]

    def place(self, document: Document, words: str, part: str, *, framed: bool = False) -> Place:
        """Return the line that holds a part of what was seen, and most words of it.

        Args:
            document: Where it was seen.
            words: What was seen, with what is around it.
            part: What of it the line has to hold; where no line does, it may be spelled otherwise, as an entity.
            framed: Whether it was seen around a page, and not on it.
        """
        sought = set(_WORD.findall(words))
        own = [CONFIG, document.source] if framed else [document.source, CONFIG]
        for path in dict.fromkeys([*own, *self.sources]):
            if found := max(_counted(self.sources[path], sought, part), default=None):
                return Place(path, -found[1])
        counted = max(_counted(document.text, sought, ""), default=(0, -1))
        return Place(document.source, -counted[1] if counted[0] > 1 else 1)


def _counted(text: str, sought: set[str], part: str) -> Iterator[tuple[int, int]]:
    """Yield how many words each line shares with what is sought, and its number, the first line being the best."""
    for number, line in enumerate(lines_of(text), 1):
        if part in line:
            yield len(sought.intersection(_WORD.findall(line))), -number


def load_documents(book: Book, folder: Path) -> tuple[Document, ...]:
    """Parse every HTML file of a site."""
    root, docs = book.settings.root, book.settings.docs
    pages = {_stem(page.uri): page for page in book.pages}
    others = {
        _stem(file.relative_to(root / docs).as_posix()): file.relative_to(root).as_posix()
        for suffix in ("py", "ipynb")
        for file in sorted((root / docs).rglob(f"*.{suffix}"))
    }
    documents = []
    for path in sorted(folder.rglob("*.html")):
        file = path.relative_to(folder).as_posix()
        page = pages.get(_stem(file))
        source = page.path if page is not None else others.get(_stem(file), CONFIG)
        html = BeautifulSoup(path.read_bytes(), "html.parser")
        documents.append(Document(file, html, source, read_source(root, source), page))
    return tuple(documents)


def _stem(path: str) -> str:
    """Return what a source and its document have in common: `essay/cost.md`, `essay/cost/index.html`."""
    return re.sub(r"(?:(?:^|/)(?:index|README))?\.\w+$", "", path)
