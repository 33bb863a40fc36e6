"""What is in the source is what is seen: each section of a built page has the words of its source, and no others."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

from lockstep.book.model import Page
from lockstep.edition import Edition
from lockstep.problem import Place, Problem
from lockstep.site.document import Document

_WORD = re.compile(r"[^\W\d_]+")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
#: What lockstep and the generators write, which has another source than the page's text.
_WRITTEN = frozenset(
    {
        *("ls-snippet", "ls-whole", "ls-drawing", "ls-evidence", "ls-control", "ls-ledger", "ls-bibliography"),
        *("ls-used", "ls-number", "ls-minutes", "ls-chapter", "ls-recall", "ls-ref", "ls-cite", "ls-value"),
        *("ls-math", "ls-download", "headerlink", "highlight", "doc-object", "ls-stub", "jp-CodeCell"),
    }
)
#: What a browser does not show.
_UNSEEN = frozenset({"script", "style", "template", "noscript", "dialog", "datalist", "head"})
_ALIGNED = re.compile(r"text-align: ?(left|right|center);?")
_DRAWN = ("svg", "math")
_MOST = 8


def check_words(edition: Edition, documents: tuple[Document, ...]) -> Iterator[Problem]:
    """Words that a built page lost or gained, section by section, and what hides itself."""
    labs = {lab.path: lab.page for lab in edition.book.labs}
    for document in documents:
        page = document.page or labs.get(document.source)
        article = document.html.find("article")
        if page is None or not isinstance(article, Tag):
            continue
        seen: list[Counter[str]] = [Counter()]
        _see(article, seen)
        yield from _compared(page, list(_stated(page)), seen[1:] or seen)
        yield from _styled(article, document)


def _compared(page: Page, stated: list[tuple[Place, Counter[str]]], seen: list[Counter[str]]) -> Iterator[Problem]:
    for number, (place, words) in enumerate(stated):
        shown = seen[number] if number < len(seen) else Counter[str]()
        for what, left in (("does not show", words - shown), ("shows, and its source does not have,", shown - words)):
            if left:
                several = ", ".join(list(left)[:_MOST]) + (", …" if len(left) > _MOST else "")
                remedy = "look at the section as built; write it outside of raw HTML, and show what is written"
                yield place.problem(f"the built section {what} {several}", remedy)
    if len(seen) > len(stated):
        yield Problem(page.path, 1, "the built page has more headings than its source", "write headings in Markdown")


def _stated(page: Page) -> Iterator[tuple[Place, Counter[str]]]:
    """Yield the place and the words of each section; what stands above the first heading goes below it."""
    starts = sorted({each.place.line for each in page.headings}) or [1]
    sections = [Counter[str]() for _ in starts]
    for each in page.passages:
        section = max(0, bisect_right(starts, each.place.line) - 1)
        sections[section].update(_WORD.findall(each.text))
    if page.front.needs:
        sections[0].update(["You", "need"])
    for line, words in zip(starts, sections, strict=True):
        yield Place(page.path, line), words


def _see(tag: Tag, seen: list[Counter[str]]) -> None:
    """Count the words that a reader sees, a counter a section; the first is of what stands above all headings."""
    for child in tag.children:
        if isinstance(child, Tag):
            if child.name in _HEADINGS and not _WRITTEN.intersection(child.get("class") or ()):
                seen.append(Counter())
            if not _unseen(child):
                _see(child, seen)
        elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            seen[-1].update(_WORD.findall(child))


def _unseen(tag: Tag) -> bool:
    if tag.name in _UNSEEN or tag.has_attr("hidden"):
        return True
    classes = tag.get("class") or ()
    folded = tag.name == "summary" and "ls-proof" in ((tag.parent and tag.parent.get("class")) or ())
    return folded or not _WRITTEN.isdisjoint(classes)


def _styled(article: Tag, document: Document) -> Iterator[Problem]:
    for tag in article.find_all(style=True):
        style = str(tag["style"])
        if not _ALIGNED.fullmatch(style.strip()) and tag.find_parent(_DRAWN) is None and tag.name not in _DRAWN:
            what = f"an element has a look of its own: style={style!r}"
            yield document.problem(what, "leave the looks to the style sheets", style)
