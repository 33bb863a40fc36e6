"""Where attacks on pages and records are judged: each must give the book a problem that it did not have."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import replace

from lockstep.book import Book
from lockstep.book.model import Page
from lockstep.book.page import parse_page
from lockstep.check import RULES
from lockstep.check.ledger import check_ledger
from lockstep.doubt.attack import Attack, numbered
from lockstep.problem import Place, Problem
from lockstep.run import Record

Rule = Callable[[Book, Mapping[str, Record]], Iterable[Problem]]


class Trial:
    """A book, its records, and the problems that it has already.

    Most attacks come twice. First as the page that the parser would make of the attacked source, without parsing it
    again, since that is a hundred times as fast; and where nothing notices that, as the attacked source itself, so
    that only what really survives is called a survivor.

    Args:
        book: The book.
        records: The records of its programs.
        programs: The names of the programs whose statements are attacked; None for all.
    """

    def __init__(self, book: Book, records: Mapping[str, Record], programs: Container[str] | None = None) -> None:
        self.book, self.records = book, records
        self._programs = programs
        others = {problem for rule in RULES for problem in rule(book, records)}
        self._rules: list[Rule] = [lambda book, records: check_ledger(book, others), *RULES]
        self._before = {(problem.path, problem.what) for rule in self._rules for problem in rule(book, records)}
        self._taken: dict[str, set[str]] = {}

    def concerns(self, program: str) -> bool:
        """Whether the attacks on this program are wanted."""
        return self._programs is None or program in self._programs

    def page(self, page: Page, attacked: Page) -> Book:
        """Return the book with one page replaced."""
        return replace(self.book, pages=tuple(attacked if each is page else each for each in self.book.pages))

    def source(self, page: Page, text: str) -> Book:
        """Return the book with one page parsed from another source."""
        return self.page(page, parse_page(self.book.settings, page.path, text, chapter=page.chapter))

    def notices(self, book: Book, records: Mapping[str, Record] | None = None) -> bool:
        """Whether a book has a problem that the real one has not."""
        for rule in self._rules:
            found = rule(book, self.records if records is None else records)
            if any((problem.path, problem.what) not in self._before for problem in found):
                # What beats one attack is likely to beat the next; and the other rules need not be asked.
                self._rules.remove(rule)
                self._rules.insert(0, rule)
                return True
        return False

    def attack(
        self,
        program: str,
        kind: str,
        spelling: str,
        place: Place,
        what: str,
        remedy: str,
        beaten: bool,
        limit: str = "",
    ) -> Attack:
        """Return how an attack ended."""
        spelling = numbered(spelling, self._taken.setdefault(program, set()))
        return Attack(program, kind, spelling, place, what, remedy, beaten, limit)


def front_matter(book: Book, page: Page) -> int:
    """Return how many lines of a page's file come before its text."""
    return (book.settings.root / page.path).read_text("utf-8").count("\n") - page.text.count("\n")
