"""What stands inside a sentence: values, references, numbers that are given, formulas, and words of the glossary."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from lockstep.book.prose import REFERENCE
from lockstep.render.citations import citation
from lockstep.render.page import Context, OfBook
from lockstep.values import VALUE, parse_value

# A full stop or a comma behind a formula goes with it, or a narrow page could begin a line with one.
_ARITHMATEX = re.compile(r'<(span|div) class="arithmatex">\\([(\[])(.*?)\\[)\]]</\1>([.,;:!?)’”]*)', re.S)

# A formula of more characters than these may be wider than a telephone.
_NARROW = 22
_UNSEEN = re.compile(r"<[^>]*>|\s|\u2061")
#: Where a link to the glossary would be inside another, or would make a title one.
_NOT_IN = {"a", "h1", "h2", "h3", "h4", "h5", "h6", "summary"}

_Handled = tuple[etree.Element, int, int]


class ShowValue(InlineProcessor):
    """Writes a value as the run has it, with a link to the program that computed it."""

    def __init__(self, md: Markdown, context: Context) -> None:
        super().__init__(rf"(?<![`\\])`{VALUE}([^`]+)`(?!`)", md)
        self.context = context

    def handleMatch(self, match: re.Match[str], data: str) -> _Handled:  # type: ignore[override]  # noqa: N802
        """Return the value's element; a line may end inside of it, as inside of any code."""
        spelling = match[1].replace("\n", " ")
        written = self.context.edition.value(spelling)
        if written is None:
            element = etree.Element("strong", {"class": "ls-missing"})
            element.text = AtomicString("?")
            return element, match.start(0), match.end(0)
        name, path, _ = parse_value(spelling)
        folder = self.context.edition.book.settings.snippets
        element = etree.fromstring(f'<a class="ls-value">{written}</a>')
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


class ShowFormulas(OfBook, Postprocessor):
    """Replaces the output of `pymdownx.arithmatex` (generic)."""

    def run(self, text: str) -> str:
        """Replace every formula of a page."""
        return _ARITHMATEX.sub(self._show, text)

    def _show(self, match: re.Match[str]) -> str:
        tex, display = html.unescape(match[3]).strip(), match[2] == "["
        edition = self.context.edition
        mathml = edition.formulas.get((tex, display)) or edition.mathml(tex, display=display)
        if mathml is None:
            return f'<code class="ls-missing">{html.escape(tex)}</code>'
        # A wide formula scrolls inside its own box, which the keyboard must reach.
        wide = not display and len(_UNSEEN.sub("", mathml)) > _NARROW
        focus = ' tabindex="0"' if display or wide else ""
        return f'<{match[1]} class="ls-math{" ls-wide" if wide else ""}"{focus}>{mathml}{match[4]}</{match[1]}>'


class LinkTerms(OfBook, Treeprocessor):
    """Turns a word that the glossary explains into a link to its figure: CUBE to `fig-cube`, which is a convention."""

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
