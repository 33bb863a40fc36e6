"""A word of the glossary that has a figure is a link to it: what it means is then on a card for a finger as well."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Iterator

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from lockstep.render.page import Context

#: Where a link would be inside another, or would make a title one.
_NOT_IN = {"a", "h1", "h2", "h3", "h4", "h5", "h6", "summary"}


class LinkTerms(Treeprocessor):
    """Turns a word that the glossary explains into a link to its figure: CUBE to `fig-cube`, which is a convention."""

    def __init__(self, md: Markdown, context: Context) -> None:
        super().__init__(md)
        self.context = context

    def run(self, root: etree.Element) -> None:
        """Make the links; the Tab key stops at the first of each word, for all say the same."""
        if self.context.page is None:
            return
        met = set[str]()
        for term in list(_terms(root)):
            figure = self.context.edition.book.figures.get(f"fig-{(term.text or '').lower()}")
            if figure is not None:
                term.tag, term.attrib = "a", {"class": "ls-term", "href": self.context.link(figure.page, figure.ident)}
                if figure.ident in met:
                    term.set("tabindex", "-1")
                met.add(figure.ident)


def _terms(element: etree.Element) -> Iterator[etree.Element]:
    for each in element:
        if each.tag == "abbr":
            yield each
        elif each.tag not in _NOT_IN:
            yield from _terms(each)
