"""The census: what each page shows is what its source states, counted one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bs4 import Tag

from lockstep.book.model import Page
from lockstep.edition import Edition
from lockstep.problem import Place, Problem
from lockstep.site.document import Document
from lockstep.site.texts import bare, text_of

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


def _of_proof(tag: Tag) -> str | None:
    """Return the id of the statement that a proof stands in; its first proof counts for all."""
    statement = tag.find_parent(class_="ls-statement")
    first = statement.find(class_="ls-proof") if statement else None
    return None if statement is None or first is not tag else str(statement.get("id"))


def _code(edition: Edition, page: Page) -> Iterator[tuple[str, Place]]:
    return ((edition.book.snippets[each.snippet].label(each.section), each.place) for each in page.fences)


def _values(edition: Edition, page: Page) -> Iterator[tuple[str, Place]]:
    folder = edition.book.settings.snippets
    return ((f"{v.path}, from {folder}/{v.snippet}.py", v.place) for v in page.values if not v.in_math)


def _formulas(edition: Edition, page: Page) -> Iterator[tuple[str, Place]]:
    for each in page.formulas:
        yield bare(text_of(edition.formulas[each.tex, each.display])), each.place


def _fragment(tag: Tag) -> str:
    return str(tag.get("href")).partition("#")[2]


def _has(attribute: str) -> _Shown:
    return lambda tag: str(tag.get(attribute))


KINDS = (
    _Kind("repetition of", "ls-recall", lambda _, p: ((r.target, r.place) for r in p.recalls), _has("data-recalls")),
    _Kind("statement", "ls-statement", lambda _, p: ((s.ident, s.place) for s in p.statements), _has("id")),
    _Kind("proof of", "ls-proof", lambda _, p: ((s.ident, s.place) for s in p.statements if s.proof), _of_proof),
    _Kind("figure", "ls-figure", lambda _, p: ((f.ident, f.place) for f in p.figures), _has("id")),
    _Kind("code", "ls-file", _code, lambda tag: " ".join(tag.get_text().split())),
    _Kind("value", "ls-value", _values, _has("title")),
    _Kind("reference", "ls-ref", lambda _, p: ((r.target, r.place) for r in p.references), _fragment),
    _Kind("formula", "ls-math", _formulas, lambda tag: bare(tag.math.get_text() if tag.math else "")),
)
