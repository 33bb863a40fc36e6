"""Clauses of statements: what they quote is there, and where one is broken an assertion must notice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lockstep.book.model import Snippet
from lockstep.doubt.clauses import clause_attacks
from lockstep.doubt.known import Known
from lockstep.doubt.reasons import Attack
from lockstep.edition import Edition
from lockstep.run import Record
from lockstep.run.pool import run_all

Replace = Callable[[str, str, str], None]

PATH = "snippets/clauses.toml"
TWINS = '[twin-primes]\n"two hundred" = '


def broken(root: Path, *programs: str) -> dict[str, Attack]:
    book = Edition.make(root).book
    return {each.spelling: each for each in clause_attacks(book, Known(book.settings), programs or None)}


def test_a_broken_clause_is_noticed(squares: Path) -> None:
    attacks = broken(squares)
    assert attacks.keys() == {"no clause", "clause: two hundred", "clause: each pair but the first"}
    assert all(each.beaten for each in attacks.values())


def test_only_what_is_named_is_attacked(squares: Path) -> None:
    assert broken(squares, "odd_sum") == {}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ('{ "{len(pairs)} pairs" = "{len(pairs)} twins" }', "is broken: it passes"),
        ('{ "range(200)" = "span(200)" }', "is broken: it ends at line 6 in NameError"),
        ('{ "range(200)" = "range(200" }', "is broken: it ends at line 6 in SyntaxError"),
    ],
)
def test_what_no_assertion_notices_survives_at_its_line(changes: str, words: str, squares: Path) -> None:
    (squares / PATH).write_text(TWINS + changes, "utf-8")
    attack = broken(squares)["clause: two hundred"]
    assert not attack.beaten
    assert (attack.place.path, attack.place.line) == (PATH, 2)
    assert f"no assertion fails when 'two hundred' {words}" in attack.what


def test_a_claim_that_nothing_breaks_is_asked_for_a_clause(squares: Path) -> None:
    (squares / PATH).unlink()
    (attack,) = broken(squares).values()
    assert not attack.beaten
    assert attack.place.path == "docs/chapters/primes.md"
    assert f"say in {PATH}, below [twin-primes]" in attack.remedy


def test_what_is_known_is_not_run_again(squares: Path, replace: Replace, monkeypatch: pytest.MonkeyPatch) -> None:
    before = broken(squares)
    started: list[Snippet] = []

    def run(snippets: Iterable[Snippet], *rest: Any) -> Iterator[Record]:
        started.extend(snippets)
        return run_all(started, *rest)

    monkeypatch.setattr("lockstep.doubt.clauses.run_all", run)
    assert broken(squares) == before
    assert started == []
    replace("snippets/twin_primes.py", "largest = pairs[-1]", "largest = max(pairs)")
    assert broken(squares) == before
    assert len(started) == 2


@pytest.mark.parametrize(
    ("text", "line", "what", "remedy"),
    [
        ("[twin-primes", 1, "not TOML", "mend the syntax"),
        ("twin-primes = 1", 1, "'twin-primes' is no table of clauses", "words of it"),
        (TWINS + '"range(300)"', 2, "'two hundred' does not say what breaks it", "words of it"),
        (TWINS + "{}", 2, "'two hundred' does not say what breaks it", "words of it"),
        (TWINS + '{ "range(200)" = 300 }', 2, "'two hundred' does not say what breaks it", "words of it"),
        ('\n[twin-prime]\n"Below" = { a = "b" }', 3, "no statement is called 'twin-prime'", "twin-primes"),
        (
            '[twin-primes]\n"Below ten" = { "range(200)" = "range(10)" }',
            2,
            "twin-primes does not say 'Below ten'",
            "docs/chapters/primes.md:3",
        ),
        (TWINS + '{ "range(100)" = "range(10)" }', 2, "'range(100)' is not in snippets/twin_primes.py", "has now"),
        (TWINS + '{ "range(200)" = "range(200)" }', 2, "or is not changed", "has now"),
    ],
)
def test_what_cannot_be_broken_is_a_problem(text: str, line: int, what: str, remedy: str, squares: Path) -> None:
    (squares / PATH).write_text(text, "utf-8")
    (problem,) = Edition.make(squares).problems
    assert (problem.path, problem.line) == (PATH, line)
    assert what in problem.what
    assert remedy in problem.remedy
