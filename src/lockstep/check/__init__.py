"""Every rule that a book must keep, once, whoever asks: the build, the tests or the served page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from lockstep.book import Book
from lockstep.check import api, citations, fences, figures, ledger, programs, prose, published, statements
from lockstep.problem import Problem
from lockstep.run import Record

#: Every rule but those of the clauses and of the ledger, which also ask what the others found.
RULES: tuple[Callable[[Book, Mapping[str, Record]], Iterable[Problem]], ...] = (
    programs.check_mentions,
    programs.check_settings,
    programs.check_sources,
    programs.check_runs,
    programs.check_shown,
    published.check_asserted,
    statements.check_statements,
    statements.check_references,
    fences.check_includes,
    fences.check_code,
    fences.check_recalls,
    fences.check_hearts,
    figures.check_figures,
    prose.check_sources,
    prose.check_values,
    prose.check_formulas,
    prose.check_typed,
    prose.check_given,
    prose.check_titles,
    citations.check_sources,
    citations.check_cited,
    api.check_entries,
    api.check_documented,
    api.check_used,
)


def check(book: Book, records: Mapping[str, Record]) -> list[Problem]:
    """Return everything that is wrong with a book, given the records of its snippets; sorted, each once."""
    found = check_rules(book, records)
    found |= set(statements.check_clauses(book, found))
    return sorted(found | set(ledger.check_ledger(book, found)))


def check_rules(book: Book, records: Mapping[str, Record]) -> set[Problem]:
    """Return what is wrong with a book but for its clauses and its ledger, which are asked when all else is right."""
    return {problem for rule in RULES for problem in rule(book, records)}
