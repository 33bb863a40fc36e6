"""Doubt: each kind of attack is beaten by good evidence, and survives where the evidence is bad."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from lockstep.__main__ import main
from lockstep.book.model import Snippet
from lockstep.doubt.command import doubt
from lockstep.doubt.programs import program_attacks
from lockstep.doubt.reasons import Attack
from lockstep.edition import Edition
from lockstep.problem import BookError
from lockstep.run import Record

Replace = Callable[[str, str, str], None]

ODD = "snippets/odd_sum.py"
SUM, SQUARE = "total = sum(odds(count))\n", "assert total == count**2\n"
TOTAL = SUM + SQUARE

#: name: what stands in the program in place of TOTAL, and what survives.
BAD = {
    "an identity of nothing": (f"{TOTAL}assert total == total\n", {"assert total == total"}),
    "a value that is typed": (f"total = 144\n{SQUARE}", {"assert total == count ** 2"}),
    "a result that nothing needs": (f"{TOTAL}last = odds(count)[-1]\n", {"odds(count) (2)"}),
    "an assertion with too much room": (f"{SUM}assert total > 7\n", {"odds(count)"}),
    "an upper bound with too much room": (f"{SUM}assert total < 200\n", {"odds(count)"}),
    "two results that are wrong alike": (
        f"{TOTAL}assert len({{sum(odds(each)) for each in (3, 3)}}) == 1\n",
        {"odds(each)"},
    ),
    "an assertion that is always true": (f"{SUM}assert total >= 0\n", {"odds(count)", "assert total >= 0"}),
    "an assertion whose failure is swallowed": (
        f"import contextlib\n{SUM}with contextlib.suppress(AssertionError):\n    {SQUARE}",
        {"assert not (total == count ** 2)"},
    ),
    "an assertion that is never reached": (
        f"{TOTAL}if count > 12:\n    assert total > 144\n",
        {"assert not (total > 144)", "assert total > 144"},
    ),
}


def on_programs(root: Path, *names: str, **changed: float) -> dict[str, Attack]:
    edition = Edition.make(root)
    book = edition.book
    settings = dataclasses.replace(book.settings, **changed)  # type: ignore[arg-type]
    found = program_attacks([book.snippets[name] for name in names], edition.records, settings)
    return {attack.spelling: attack for attacks in found for attack in attacks}


def survived(attacks: dict[str, Attack]) -> set[str]:
    return {spelling for spelling, attack in attacks.items() if not attack.beaten}


def test_good_evidence_beats_every_attack_on_programs(squares: Path) -> None:
    attacks = on_programs(squares, "odd_sum", "twin_primes")
    assert survived(attacks) == set()
    assert {attack.kind for attack in attacks.values()} == {
        "result perturbed",
        "library untouched",
        "assertion negated",
        "assertion idle",
    }
    assert {"odds(count)", "odds(each)", "is_prime(each)", "is_prime(each + 2)"} <= set(attacks)


@pytest.mark.parametrize("name", BAD)
def test_bad_evidence_is_found_out(name: str, squares: Path, replace: Replace) -> None:
    source, left = BAD[name]
    replace(ODD, TOTAL, source)
    assert survived(on_programs(squares, "odd_sum")) == left


def test_a_program_that_touches_nothing_of_the_library(squares: Path, replace: Replace) -> None:
    replace(ODD, "from arithmetic import odds", "def odds(count):\n    return list(range(1, 2 * count, 2))")
    attacks = on_programs(squares, "odd_sum")
    assert survived(attacks) == {"uses nothing"}
    assert attacks["uses nothing"].place.path == ODD


def test_what_a_program_uses_of_the_library(squares: Path, replace: Replace) -> None:
    library = (squares / "arithmetic" / "__init__.py").read_text("utf-8")
    library += '''
from collections import UserList


class Odd(UserList):
    """Odd numbers."""

    limit = 0.5

    @property
    def half(self):
        return len(self) / 2

    def refuse(self):
        raise ValueError("odd")


def laws(count):
    """Return numbers of a foreign kind."""
    from fractions import Fraction

    return Fraction(count, 7)
'''
    (squares / "arithmetic" / "__init__.py").write_text(library, "utf-8")
    replace(ODD, "from arithmetic import odds", "from arithmetic import Odd, laws, odds")
    lines = """odds(5)  # whose result is not used
some = Odd(odds(3))
print(some.half, some.limit, len(some), some.index(3), some[0], sorted(some), [each for each in some])
print(laws(3).numerator)
try:
    some.refuse()
except ValueError:
    pass
"""
    replace(ODD, TOTAL, TOTAL + lines)
    assert survived(on_programs(squares, "odd_sum")) == {
        "odds(3)",
        "some.half",
        "some.limit",
        "len(some)",
        "some.index(3)",  # inherited
        "some[0]",
        "sorted(some)",
        "some",  # what the loop goes through
        "laws(3).numerator",  # of an object that the library returned
        "some.refuse()",  # which is attacked by not raising
    }


def test_an_attacked_copy_that_never_ends_is_stopped(squares: Path, replace: Replace) -> None:
    replace(ODD, TOTAL, TOTAL + "while len(odds(1)) == 0:\n    pass\n")
    assert survived(on_programs(squares, "odd_sum", time_limit=2.0)) == set()


def test_attacks_are_made_once(squares: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    attacks = on_programs(squares, "odd_sum")
    run: list[str] = []

    def run_all(snippets: Iterable[Snippet], *_: object) -> Iterator[Record]:
        run.extend(snippet.name for snippet in snippets)
        yield from ()

    monkeypatch.setattr("lockstep.doubt.programs.run_all", run_all)
    assert on_programs(squares, "odd_sum") == attacks
    assert run == []
    (squares / "arithmetic" / "more.py").write_text("", "utf-8")
    on_programs(squares, "odd_sum")
    assert run == ["odd_sum"]


@pytest.fixture
def weak(squares: Path, replace: Replace, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The book with an idle assertion, which somebody has accepted."""
    replace(ODD, TOTAL, TOTAL + "assert total == total\n")
    monkeypatch.chdir(squares)
    assert main(["accept", "odd-sum"]) == 0
    return squares


def test_a_survivor_is_a_problem_with_its_place_and_what_to_do(weak: Path) -> None:
    with pytest.raises(BookError) as caught:
        doubt(weak)
    (problem,) = caught.value.problems
    assert (weak / problem.path).read_text("utf-8").splitlines()[problem.line - 1] == "assert total == total"
    assert "idle" in problem.what
    assert 'snippets/doubt.toml: [odd_sum] "assert total == total" = "…"' in problem.remedy


def test_a_survivor_with_a_reason_is_listed(weak: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reasons = '[odd_sum]\n"assert total == total" = "it shows what an idle assertion is"\n'
    (weak / "snippets" / "doubt.toml").write_text(reasons, "utf-8")
    assert main(["doubt"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["program", "attacks", "beaten", "survived", "with", "a", "reason"]
    assert [line.split()[-2:] for line in lines if line.startswith("odd_sum")] == [["1", "1"]]
    assert lines[-1].strip() == "because it shows what an idle assertion is"


@pytest.mark.parametrize("spelling", ["odds(count)", "odds(count + 1)"], ids=["beaten", "gone"])
def test_a_stale_reason_is_a_problem(spelling: str, squares: Path) -> None:
    (squares / "snippets" / "doubt.toml").write_text(f'[odd_sum]\n"{spelling}" = "why not"\n', "utf-8")
    with pytest.raises(BookError, match="does not survive") as caught:
        doubt(squares)
    (problem,) = caught.value.problems
    assert (problem.path, problem.line) == ("snippets/doubt.toml", 2)
    doubt(squares, ["twin-primes"])  # which is not what the reason is about


@pytest.mark.parametrize(("text", "words"), [("[odd_sum", "not TOML"), ('odd_sum = "all"', "not a table")])
def test_reasons_that_cannot_be_read(text: str, words: str, squares: Path) -> None:
    (squares / "snippets" / "doubt.toml").write_text(text, "utf-8")
    with pytest.raises(BookError, match=words):
        doubt(squares)


def test_a_book_with_problems_is_not_doubted(squares: Path, replace: Replace) -> None:
    replace(ODD, "total == count**2", "total == 7")
    with pytest.raises(BookError, match="144 == 7"):
        doubt(squares)


@pytest.mark.parametrize("ident", ["odd-sums", "fig-squares"], ids=["unknown", "a figure"])
def test_an_id_of_no_statement(ident: str, squares: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert doubt(squares, [ident]) == 1
    said = capsys.readouterr().err
    assert f"no statement with a program is called {ident!r}" in said
    assert ("did you mean odd-sum?" in said) == (ident == "odd-sums")
