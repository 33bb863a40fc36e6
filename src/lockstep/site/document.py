"""A document of the built site, and the source that a problem in it is mended in."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from lockstep.book import Book
from lockstep.book.config import CONFIG
from lockstep.book.model import Page
from lockstep.book.text import lines_of, read_source
from lockstep.problem import Problem


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
