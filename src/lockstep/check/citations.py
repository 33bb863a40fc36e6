"""Citations: the bibliography can be read, says enough of each work to find it, and lists what is cited, no more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lockstep.book import Book
from lockstep.book.citations import Source, as_html, lacking
from lockstep.book.release import CITATION
from lockstep.problem import Problem
from lockstep.run import Record


def check_sources(book: Book, records: Mapping[str, Record]) -> Iterator[Problem]:
    """BibTeX that cannot be parsed, works of which too little is said, and keys that are ids already."""
    yield from book.bibliography.problems
    for source in book.bibliography.sources.values():
        other = book.statements.get(source.key) or book.figures.get(source.key)
        if other is not None:
            what = f"the key {source.key!r} is an id already, at {other.place}"
            yield source.place.problem(what, "choose another key: `[@…]` can mean only one of them")
        yield from _words(source)


def _words(source: Source) -> Iterator[Problem]:
    if lacks := lacking(source.data):
        what = f"the entry {source.key!r} has no {', no '.join(lacks)}"
        yield source.place.problem(what, "add it, from the work itself: a reader must be able to find it")
        return
    try:
        as_html(source.data)
    except ValueError as error:
        remedy = "add what its type needs, or make it a @misc, which needs nothing more"
        yield source.place.problem(f"the entry {source.key!r} cannot be written: {error}", remedy)


def check_cited(book: Book, records: Mapping[str, Record]) -> Iterator[Problem]:
    """Works that no page cites, a bibliography that no page lists, and a book that does not say who wrote it."""
    if book.bibliography.problems:
        return  # that is reported where it stands
    if book.release is None:
        for page in (each for each in book.pages if "citation" in each.listings):
            what = f"the page says how to cite the book, and there is no {CITATION}"
            yield Problem(page.path, 1, what, f"write {CITATION}: title, version, date-released and authors")
    sources = book.bibliography.sources
    cited = {reference.target for page in book.pages for reference in page.references}
    for key, source in sources.items():
        if key not in cited:
            remedy = f"cite it, as `[@{key}]`, or remove it: the bibliography is no reading list"
            yield source.place.problem(f"no page cites the entry {key!r}", remedy)
    if sources and not any("bibliography" in page.listings for page in book.pages):
        place = next(iter(sources.values())).place
        yield place.problem("no page lists these entries", "add a block `/// bibliography` to one, and `///` below it")
