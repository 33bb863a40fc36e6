"""Provenance: every digit, picture, output and piece of code on a built page belongs to what has a known source.

It is looked for on the built page, in text, attributes, titles and navigation, so that no syntax of a source hides it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

from lockstep.book.config import CONFIG
from lockstep.book.text import read_source
from lockstep.edition import Edition
from lockstep.problem import Problem
from lockstep.render.moving import FILE, RUN
from lockstep.site.document import Document, Locator
from lockstep.site.known import Known
from lockstep.site.links import foreign, local, target
from lockstep.site.searching import indexed
from lockstep.site.texts import bare, numbers
from lockstep.site.vouch import Vouch

#: Attributes that a reader sees, hears or finds.
VISIBLE = frozenset(
    {
        *("title", "alt", "placeholder", "label", "summary", "start", "aria-label", "aria-description"),
        *("aria-roledescription", "aria-valuetext", "aria-valuenow", "aria-placeholder"),
    }
)
_UNSEEN = frozenset({"script", "style", "template"})
_PICTURES = frozenset({"svg", "img", "picture", "object", "embed", "iframe", "video", "audio", "canvas"})
_FOUND = frozenset({"description", "author", "keywords"})
#: What says where a page and its picture are; all else that is told to those who show links to it, they show.
_ADDRESSES = frozenset({"og:url", "og:image"})
_COUNTED = (
    'take it from a run: `{python} snippet.name:format`; or say who gives it: […]{.given source="…"}; or use words'
)
_DRAWN = "draw it with a program of the book, `fig_….py`, in a figure block"
_RAN = "include the program that it is of, and what it printed is shown with it"
_BLOCKS = ("p", "li", "td", "th", "dt", "dd", "figcaption", "summary", "h1", "h2", "h3", "h4", "h5", "h6", "title")
_TAGS = re.compile(r"<[^>]*>")


def check_provenance(edition: Edition, documents: tuple[Document, ...], folder: Path) -> Iterator[Problem]:
    """What the pages and the search show and nothing gave, each where it may be mended."""
    config = read_source(edition.book.settings.root, CONFIG)
    known, locator = Known(edition), Locator({CONFIG: config} | {each.source: each.text for each in documents})
    pages = ((document.file, document.page) for document in documents)
    chapters = {file: f"{page.chapter} · " for file, page in pages if page is not None and page.chapter}
    for document in documents:
        yield from Walk(edition, known, locator, chapters, document).problems()
    yield from _searched(folder, documents, locator)


class Walk:
    """Goes through one page, and past what is vouched for."""

    def __init__(
        self, edition: Edition, known: Known, locator: Locator, chapters: Mapping[str, str], document: Document
    ) -> None:
        self.known, self.locator, self.document = known, locator, document
        self.vouch = Vouch(edition, known, document)
        self.chapters = chapters

    def problems(self) -> Iterator[Problem]:
        """Yield what nothing vouches for."""
        yield from self._inside(self.document.html, framed=True, allowed=self.chapters.get(self.document.file, ""))

    def _inside(self, tag: Tag, *, framed: bool, allowed: str) -> Iterator[Problem]:
        """Look at what an element holds.

        Args:
            tag: The element.
            framed: Whether it stands around the page, and not on it.
            allowed: What may stand there: the number of a chapter that is named, or the address of a link to elsewhere.
        """
        for child in tag.children:
            if isinstance(child, Tag):
                yield from self._element(child, framed=framed and child.name != "article", allowed=allowed)
            elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                yield from self._counted(str(child), tag, framed=framed, allowed=allowed)

    def _element(self, tag: Tag, *, framed: bool, allowed: str) -> Iterator[Problem]:
        if tag.name in _UNSEEN or self.vouch.gave(tag, framed=framed):
            return
        held = [(tag.name, name, str(tag[name])) for name in (RUN, FILE) if tag.has_attr(name)]
        if not self.known.runs.issuperset(held):
            yield self._problem(f"<{tag.name}> shows what no program left", tag, f"<{tag.name}", _DRAWN, framed)
        if tag.name in _PICTURES:
            source = str(tag.get("src", tag.name))
            yield self._problem(
                f"a picture that no program drew: {source}", tag, f"<{tag.name} {source}", _DRAWN, framed
            )
            return
        typed = tag.name == "pre" and (self.document.source, bare(tag.get_text())) in self.known.commands
        if tag.name in ("pre", "samp") and not typed:
            words = tag.get_text()
            yield self._problem(f"code or output that no program gave: {_near(words, 0)!r}", tag, words, _RAN, framed)
            return
        href = str(tag.get("href", "")) if tag.name == "a" else ""
        if foreign(href):
            allowed = unquote(href)
        elif href and local(href):
            allowed = self.chapters.get(target(href, self.document.file, self.known.prefix)[0], "")
        for name, said in tag.attrs.items():
            if name in VISIBLE:
                yield from self._counted(str(said), tag, framed=framed, allowed=allowed)
        if tag.name == "meta" and (tag.get("name") in _FOUND or str(tag.get("property", "og:url")) not in _ADDRESSES):
            yield from self._counted(str(tag.get("content")), tag, framed=framed, allowed=allowed)
        yield from self._inside(tag, framed=framed, allowed=allowed)

    def _counted(self, text: str, tag: Tag, *, framed: bool, allowed: str) -> Iterator[Problem]:
        if next(numbers(text), None) is None:
            return
        left = self.known.names.sub(lambda name: "_" * len(name[0]), text)
        if framed or self.document.page is None or "ls-chapter" in (tag.get("class") or ()):
            left = left.replace(allowed, "_" * len(allowed), 1) if allowed.endswith(" · ") else left
        if tag.find_parent("code") or tag.name == "code":
            left = self.known.without_identifiers(left)
        for match in numbers(left):
            if "://" in allowed and match[0] in allowed:
                continue  # the number of a thread, in the link to it
            if self.document.file == f"{match[0]}.html":
                continue  # 404, on the page that hosts show where there is none
            around = _near(text, match.start())
            what = f"nothing says where {match[0]} comes from, in {around!r}"
            yield self._problem(what, tag, around, _COUNTED, framed, match[0])

    def _problem(self, what: str, tag: Tag, words: str, remedy: str, framed: bool, part: str = "") -> Problem:
        block = tag if tag.name in ("svg", "img", "pre") else tag.find_parent(_BLOCKS) or tag
        place = self.locator.place(self.document, f"{words} {block.get_text(' ')[:500]}", part, framed=framed)
        return place.problem(what, remedy)


def _near(text: str, at: int) -> str:
    """Return the words around a place in a text."""
    start = max(0, text.rfind(" ", 0, max(0, at - 30)))
    return " ".join(text[start : at + 40].split())


def _searched(folder: Path, documents: tuple[Document, ...], locator: Locator) -> Iterator[Problem]:
    """Numbers that the search finds and the pages do not show."""
    shown = {document.file: document for document in documents}
    texts: dict[str, str] = {}
    there: dict[str, set[str]] = {}
    for entry in indexed(folder):
        path = unquote(str(entry["location"]).partition("#")[0])
        document = shown.get(path if path.endswith(".html") else f"{path}index.html")
        if document is None:
            continue
        if document.file not in texts:
            html = (folder / document.file).read_text("utf-8")
            texts[document.file] = unescape(_TAGS.sub("", html))
            there[document.file] = {match[0] for match in numbers(texts[document.file])}
        words = _TAGS.sub(" ", " ".join([str(entry["title"]), str(entry["text"]), *map(str, entry.get("tags", ()))]))
        for match in numbers(unescape(words)):
            if match[0] not in there[document.file] and match[0] not in texts[document.file]:
                around = _near(words, match.start())
                what = f"the search finds {match[0]}, in {around!r}, and the page does not show it"
                yield locator.place(document, around, match[0]).problem(what, _COUNTED)
