"""Which pages a preview makes anew: all that a change could be seen on, and no others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lockstep.edition import Edition
from lockstep.site.hooks import what_pages_show

PRIMES, SQUARES, LEDGER = "chapters/primes.md", "chapters/squares.md", "index.md"

Replace = Callable[[str, str, str], None]
Made = Callable[[str, str, str], set[str]]


@pytest.fixture
def made(squares: Path, replace: Replace) -> Made:
    """Replace text in a file, and return the pages that are to be made anew."""

    def made(path: str, old: str, new: str) -> set[str]:
        before = what_pages_show(Edition.make(squares))
        replace(path, old, new)
        after = what_pages_show(Edition.make(squares))
        return {uri for uri in after if after[uri] != before.get(uri)}

    return made


def test_a_sentence_is_made_anew_where_it_stands(made: Made) -> None:
    assert made("docs/chapters/primes.md", "They differ", "They all differ") == {PRIMES}
    assert made("docs/chapters/primes.md", "There are", "We have") == {PRIMES}
    assert made("docs/chapters/squares.md", "\n\n/// figure", "\n\nAnd so on.\n\n/// figure") == {SQUARES}


def test_a_statement_is_made_anew_where_it_stands_and_in_the_ledger(made: Made) -> None:
    assert made("docs/chapters/primes.md", "Below two hundred", "Under two hundred") == {PRIMES, LEDGER}
    assert made("docs/chapters/squares.md", "By induction, as in [@summer1902]", "By induction") >= {SQUARES, LEDGER}


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("docs/chapters/squares.md", "Odd numbers add up to squares", "Odd numbers and squares"),
        ("docs/chapters/primes.md", "# Primes", "# Prime numbers"),
        ("docs/chapters/primes.md", "They differ from [@odd-sum]", "They differ"),
        ("snippets/twin_primes.py", "(3, 5)", "(5, 7)"),
        ("docs/chapters/primes.md", '--8<-- "twin_primes.py"', '--8<-- "twin_prime.py"'),
    ],
)
def test_what_other_pages_may_show_is_made_anew_everywhere(made: Made, path: str, old: str, new: str) -> None:
    assert made(path, old, new) == {PRIMES, SQUARES, LEDGER, "reference/arithmetic.md"}


def test_what_a_figure_that_moves_says_is_made_anew_everywhere(made: Made, replace: Replace) -> None:
    replace("docs/chapters/squares.md", "    id: fig-squares\n", "    id: fig-squares\n    moves: some-squares\n")
    replace("docs/chapters/squares.md", '"fig_squares.py"\n```\n', '"fig_squares.py"\n```\n\nMove it.\n')
    assert made("docs/chapters/squares.md", "Move it.", "Move them.") > {PRIMES, SQUARES}


def test_surroundings_are_every_page_s(squares: Path) -> None:
    edition = Edition.make(squares)
    before, after = what_pages_show(edition, "one"), what_pages_show(edition, "two")
    assert all(before[uri] != after[uri] for uri in before)
    assert what_pages_show(Edition.make(squares), "one") == before
