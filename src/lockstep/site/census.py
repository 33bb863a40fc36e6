"""The census: what each page shows is what its source states, counted one by one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import unescape

from bs4 import Tag

from lockstep.book.marks import Fence
from lockstep.book.model import Page
from lockstep.edition import Edition
from lockstep.problem import Place, Problem
from lockstep.site.document import Document

#: What is counted, by the key that its source and its rendering share.
_Stated = Callable[[Edition, Page], Iterable[tuple[str, Place]]]
_Shown = Callable[[Tag], str | None]


@dataclass(frozen=True)
class _Kind:
    """One thing to count: its name, what a page states of it, and how an element shows it."""

    name: str
    mark: str
    stated: _Stated
    shown: _Shown


def check_census(edition: Edition, documents: tuple[Document, ...]) -> Iterator[Problem]:
    """Pages that the site lacks, what a page states and does not show, and what it shows and does not state."""
    built = {document.page.uri: document for document in documents if document.page is not None}
    for page in edition.book.pages:
        if page.uri not in built:
            yield Problem(page.path, 1, "the site has no such page", "take it out of exclude_docs and draft_docs")
            continue
        document = built[page.uri]
        tags = [tag for tag in document.tags if tag.has_attr("class") and not _gathered(tag) and not _again(tag)]
        for kind in KINDS:
            yield from _compare(kind, list(kind.stated(edition, page)), tags, document)


def _compare(kind: _Kind, stated: list[tuple[str, Place]], tags: list[Tag], document: Document) -> Iterator[Problem]:
    shown = Counter(key for tag in tags if kind.mark in tag["class"] and (key := kind.shown(tag)) is not None)
    left = Counter(shown)
    for key, place in stated:
        left[key] -= 1
        if left[key] < 0:
            what = f"the page states the {kind.name} {key!r} and does not show it"
            yield place.problem(what, "give it a paragraph of its own, outside any HTML")
    for key, count in (+left).items():
        what = f"the page shows the {kind.name} {key!r} {count} times more than its source states it"
        yield document.problem(what, "look at the built page for where it comes from", key)


def _gathered(tag: Tag) -> bool:
    """Whether an element is of an API entry, its users, the ledger or another page: none is of the page's source."""
    return any(
        {"doc-contents", "ls-used", "ls-ledger", "ls-recall"} & set(parent.get("class") or ()) for parent in tag.parents
    )


def _again(tag: Tag) -> bool:
    """Whether an element is a formula in the name of what is referred to, which is stated where that is."""
    return "ls-math" in tag["class"] and tag.find_parent(class_="ls-ref") is not None


def _ident(tag: Tag) -> str:
    return str(tag.get("id"))


def _recalled(tag: Tag) -> str:
    return str(tag.get("data-recalls"))


def _words(tag: Tag) -> str:
    return " ".join(tag.get_text().split())


def _fragment(tag: Tag) -> str:
    return str(tag.get("href")).partition("#")[2]


def _proofs(edition: Edition, page: Page) -> Iterator[tuple[str, Place]]:
    return ((each.ident, each.place) for each in page.statements if each.proof)


def _of_proof(tag: Tag) -> str | None:
    """Return the id of the statement that a proof stands in; its first proof counts for all."""
    statement = tag.find_parent(class_="ls-statement")
    first = statement.find(class_="ls-proof") if statement else None
    return None if statement is None or first is not tag else str(statement.get("id"))


def _file(edition: Edition, fence: Fence) -> str:
    return edition.book.snippets[fence.snippet].path + (f" · {fence.section}" if fence.section else "")


def _values(edition: Edition, page: Page) -> Iterator[tuple[str, Place]]:
    folder = edition.book.settings.snippets
    return ((f"{v.path}, from {folder}/{v.snippet}.py", v.place) for v in page.values if not v.in_math)


def _formulas(edition: Edition, page: Page) -> Iterator[tuple[str, Place]]:
    for each in page.formulas:
        yield _bare(unescape(re.sub(r"<[^>]*>", "", edition.formulas[each.tex, each.display]))), each.place


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


KINDS = (
    _Kind("repetition of", "ls-recall", lambda _, page: ((r.target, r.place) for r in page.recalls), _recalled),
    _Kind("statement", "ls-statement", lambda _, page: ((s.ident, s.place) for s in page.statements), _ident),
    _Kind("proof of", "ls-proof", _proofs, _of_proof),
    _Kind("figure", "ls-figure", lambda _, page: ((f.ident, f.place) for f in page.figures), _ident),
    _Kind("code", "ls-file", lambda e, page: ((_file(e, f), f.place) for f in page.fences), _words),
    _Kind("value", "ls-value", _values, lambda tag: str(tag.get("title"))),
    _Kind("reference", "ls-ref", lambda _, page: ((r.target, r.place) for r in page.references), _fragment),
    _Kind("formula", "ls-math", _formulas, lambda tag: _bare(tag.math.get_text() if tag.math else "")),
)
