"""What stands inside a sentence: values, references, and numbers that are given."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from lockstep.book.passages import GIVEN as _GIVEN
from lockstep.book.prose import REFERENCE
from lockstep.render.citations import citation
from lockstep.render.page import Context
from lockstep.values import VALUE, parse_value

GIVEN = _GIVEN.pattern

_Handled = tuple[etree.Element, int, int]


class ShowValue(InlineProcessor):
    """Writes a value as the run has it, with a link to the program that computed it."""

    def __init__(self, md: Markdown, context: Context) -> None:
        super().__init__(rf"(?<![`\\])`{VALUE}([^`]+)`(?!`)", md)
        self.context = context

    def handleMatch(self, match: re.Match[str], data: str) -> _Handled:  # type: ignore[override]  # noqa: N802
        """Return the value's element; a line may end inside of it, as inside of any code."""
        spelling = match[1].replace("\n", " ")
        html = self.context.edition.value(spelling)
        if html is None:
            element = etree.Element("strong", {"class": "ls-missing"})
            element.text = AtomicString("?")
            return element, match.start(0), match.end(0)
        name, path, _ = parse_value(spelling)
        folder = self.context.edition.book.settings.snippets
        element = etree.fromstring(f'<a class="ls-value">{html}</a>')
        for part in element.iter():
            part.text = AtomicString(part.text or "")
        element.set("href", self.context.program_link(name) or "")
        element.set("title", f"{path}, from {folder}/{name}.py")
        return element, match.start(0), match.end(0)


class Refer(InlineProcessor):
    """Writes a reference as the name and the number of what it refers to, or as the author and the year of a work."""

    def __init__(self, md: Markdown, context: Context) -> None:
        super().__init__(REFERENCE.pattern, md)
        self.context = context

    def handleMatch(self, match: re.Match[str], data: str) -> _Handled:  # type: ignore[override]  # noqa: N802
        """Return a link; in a preview of a book with problems, a mark where the target is missing."""
        book = self.context.edition.book
        word, _, rest = match[1].partition(":")
        locator = f", {match[2].strip()}" if match[2] else ""
        if target := book.numbered.get(match[1]):
            element = self._link(target.page, target.ident, target.named(locator))
        elif chapter := book.chapters.get(f"{word.lower()}:{rest}"):
            element = self._link(chapter.uri, chapter.reference, f"{word} {chapter.chapter}{locator}")
        elif source := book.bibliography.sources.get(match[1]):
            element = citation(source, match[2], self.context)
        else:
            element = etree.Element("strong", {"class": "ls-missing"})
            element.text = AtomicString(f"{match[1]}?")
        return element, match.start(0), match.end(0)

    def _link(self, uri: str, anchor: str, words: str) -> etree.Element:
        """Return a link; a formula in the words is one that arithmatex would have found."""
        element = etree.Element("a", {"class": "ls-ref", "href": self.context.link(uri, anchor)})
        text, *parts = re.split(r"\$([^$]+)\$", words)
        element.text = AtomicString(text)
        for tex, tail in zip(parts[::2], parts[1::2], strict=True):
            formula = etree.SubElement(element, "span", {"class": "arithmatex"})
            formula.text = AtomicString(rf"\({tex}\)")
            formula.tail = AtomicString(tail)
        return element


class Given(InlineProcessor):
    """Writes a number that the text is given, rather than one that a run computed, with who gives it."""

    def handleMatch(self, match: re.Match[str], data: str) -> _Handled:  # type: ignore[override]  # noqa: N802
        """Return the number in an element of its own."""
        element = etree.Element("span", {"class": "ls-given", "title": match[2] or ""})
        element.text = match[1]
        return element, match.start(0), match.end(0)
