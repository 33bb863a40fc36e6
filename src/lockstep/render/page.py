"""The page being rendered, and its fences."""

from __future__ import annotations

import os
import posixpath
import re
import xml.etree.ElementTree as etree
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markdown.util import AtomicString, Processor

from lockstep.book.config import CONFIG
from lockstep.book.model import Page
from lockstep.book.prose import FENCES, INCLUDE
from lockstep.check.ledger import REMEDY
from lockstep.edition import SERVING, Edition
from lockstep.names.read import Name
from lockstep.problem import BookError, counted
from lockstep.render.names import Links
from lockstep.render.programs import drawing_html, evidence_anchor, program_anchor, program_html

#: A fence that includes a snippet, or a section of it, and nothing else.
_FENCE = re.compile(rf"^```(?:{'|'.join(sorted(FENCES))})\n{INCLUDE.pattern}\n`{{3,}}[ \t]*$", re.M)


@dataclass
class Context:
    """What every part of the extension shares.

    Attributes:
        root: The book's folder.
        resolves: Whether the site generator turns paths of sources into addresses in ready HTML too, as Zensical does.
        page: Which page is being rendered; None for text that is no page.
    """

    root: Path
    resolves: bool = False
    page: Page | None = None

    @cached_property
    def edition(self) -> Edition:
        """The edition.

        Raises:
            BookError: Something is wrong with the book, and this is no preview.
        """
        edition = Edition.current(self.root)
        if edition.problems and not os.environ.get(SERVING):
            raise BookError(edition.problems)
        return edition

    def link(self, uri: str, anchor: str = "") -> str:
        """Return a link from the current page; a path of sources, which the site generator turns into an address."""
        if self.page is None or uri == self.page.uri:
            return f"#{anchor}"
        path = posixpath.relpath(uri, posixpath.dirname(self.page.uri) or ".")
        return f"{path}#{anchor}" if anchor else path

    def address(self, uri: str, anchor: str = "") -> str:
        """Return an address relative to the current page, for what no site generator looks at."""
        if self.page is None or uri == self.page.uri:
            return f"#{anchor}"
        here, there = map(self.edition.book.settings.published, (self.page.uri, uri))
        path = posixpath.relpath(there or ".", posixpath.dirname(here) or ".")
        slash = "/" if there.endswith("/") or not there else ""
        return f"{path}{slash}" + (f"#{anchor}" if anchor else "")

    def url(self, uri: str, anchor: str = "") -> str:
        """Return a link for ready HTML: an address relative to the current page where MkDocs leaves it as it is."""
        return self.link(uri, anchor) if self.resolves else self.address(uri, anchor)

    @property
    def run(self) -> str:
        """The address of the page that says how to get and run the programs; empty where the book has none."""
        page = self.edition.book.settings.run
        return self.address(page) if page else ""

    def links(self, names: Sequence[Name]) -> Links:
        """Return where each name of the library in a program leads; a name of two meanings leads nowhere."""
        spots = Counter((each.line, each.column) for each in names)
        once = [each for each in names if spots[each.line, each.column] == 1]
        places = {each: place for each in once if (place := self.edition.api.place(each)) is not None}
        return {(each.line, each.column, each.name): self.url(*place) for each, place in places.items()}

    def program_link(self, snippet: str, *, whole: bool = False) -> str | None:
        """Return a link to where a snippet is first shown, or to where it is shown whole; None where no page does."""
        for page in self.edition.book.pages:
            if any(fence.snippet == snippet for fence in page.fences):
                anchor = evidence_anchor(self.edition, snippet) if whole else program_anchor(snippet)
                return self.link(page.uri, anchor)
        return None


def add_name(parent: etree.Element, label: str, href: str, name: str, style: str = "") -> None:
    """Add the number of a statement or a figure, as a link, and what it is called."""
    number = etree.SubElement(parent, "a", {"class": "ls-number", "href": href})
    number.text, number.tail = AtomicString(label), " "
    etree.SubElement(parent, "span", {"class": style} if style else {}).text = name


class OfBook(Processor):
    """A processor of Python-Markdown's that knows the book."""

    def __init__(self, md: Markdown, context: Context) -> None:
        super().__init__(md)
        self.context = context


class FindPage(OfBook, Preprocessor):
    """Finds out which page this is by its text."""

    def run(self, lines: list[str]) -> list[str]:
        """Set the current page; where there is no book, there is none."""
        there = (self.context.root / CONFIG).is_file()
        self.context.page = self.context.edition.book.page_of("\n".join(lines)) if there else None
        return lines


class ShowProblems(OfBook, Preprocessor):
    """Puts problems on top of a page while it is served: its own, and those of no page, such as a program's."""

    def run(self, lines: list[str]) -> list[str]:
        """Add the problems, if there are any; a docstring is no page."""
        page = self.context.page
        found = self.context.edition.problems_on(page) if page else ()
        problems = [each for each in found if each.remedy != REMEDY]
        if not found:
            return lines
        if not problems:
            html = f'<p class="ls-waiting">{counted(found, "change")} for a reader to accept: make review</p>'
            return [self.md.htmlStash.store(html), "", *lines]
        items = "".join(f"<li>{escape(str(problem))}</li>" for problem in problems)
        count = f"{counted(problems)}: this cannot be published"
        html = f'<aside class="ls-problem" role="alert"><p>{count}</p><ul>{items}</ul></aside>'
        return [self.md.htmlStash.store(html), "", *lines]


class ShowFences(OfBook, Preprocessor):
    """Replaces each fence that includes a snippet with its code and with what those lines printed and drew."""

    def run(self, lines: list[str]) -> list[str]:
        """Replace the fences of a page; a docstring has none."""
        return lines if self.context.page is None else _FENCE.sub(self._show, "\n".join(lines)).split("\n")

    def _show(self, match: re.Match[str]) -> str:
        edition, page = self.context.edition, self.context.page
        fences = page.fences if page else ()
        fence = next((each for each in fences if (each.snippet, each.section) == (match[1], match[2])), None)
        if fence is None or fence.snippet not in edition.book.snippets:
            return match[0]
        links = self.context.links(edition.api.names(fence.snippet))
        html = [program_html(edition, fence, links, self.context.run)]
        if fence.figure is not None:
            html.insert(0, drawing_html(edition, fence))
        return "\n".join(["", *(line for part in html for line in (self.md.htmlStash.store(part), ""))])
