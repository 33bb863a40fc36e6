"""Doubt: each kind of attack is beaten by good evidence, and survives where the evidence is bad."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from attacking import ODD, SQUARE, SUM, TOTAL, Replace, on_programs, survived

from lockstep.book.model import Snippet
from lockstep.run import Record

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
    "an assertion that is always true": (
        f"{SUM}assert total >= 0\n",
        {"odds(count)", "assert total >= 0", "value total"},
    ),
    "an assertion whose failure is swallowed": (
        f"import contextlib\n{SUM}with contextlib.suppress(AssertionError):\n    {SQUARE}",
        {"assert not (total == count ** 2)"},
    ),
    "an assertion that is never reached": (
        f"{TOTAL}if count > 12:\n    assert total > 144\n",
        {"assert not (total > 144)", "assert total > 144"},
    ),
}


def test_good_evidence_beats_every_attack_on_programs(squares: Path) -> None:
    attacks = on_programs(squares, "odd_sum", "twin_primes")
    assert survived(attacks) == set()
    assert {attack.kind for attack in attacks.values()} == {
        "result perturbed",
        "library untouched",
        "assertion negated",
        "assertion idle",
        "value changed",
        "another world",
    }
    assert {"value total", "value ratio", "value table['count']"} <= set(attacks)
    assert {"odds(count)", "odds(each)", "is_prime(each)", "is_prime(each + 2)"} <= set(attacks)


@pytest.mark.parametrize("name", BAD)
def test_bad_evidence_is_found_out(name: str, squares: Path, replace: Replace) -> None:
    source, left = BAD[name]
    replace(ODD, TOTAL, source)
    replace(ODD, "assert ratio == count\n", "")  # which would notice for the others
    assert survived(on_programs(squares, "odd_sum")) == {*left, "value ratio"}


#: name: lines behind TOTAL that bind what a page shows once more, and which of the values then survive.
SHOWN = {
    "behind its assertion": ("total = 2 * total // 2\n", {"value total"}),
    "and asserted": ("total = 2 * total // 2\nassert total == 144\n", set()),
    "with much room": ("total = 2 * total // 2\nassert 100 < total < 200\n", set()),
    "in a loop that asserts": ("for n in range(3):\n    total = sum(odds(12))\n    assert total == 144\n", set()),
    "in a loop that does not": ("for n in range(3):\n    total = sum(odds(12))\n", {"value total"}),
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_value_that_a_page_shows_is_changed_where_it_is_bound_last(
    name: str, squares: Path, replace: Replace
) -> None:
    source, left = SHOWN[name]
    replace(ODD, TOTAL, TOTAL + source)
    replace(ODD, "ratio = total / count\n", "ratio = sum(odds(count)) / count\n")
    found = on_programs(squares, "odd_sum")
    assert {each for each in survived(found) if each.startswith("value")} == left
    assert found["value total"].place.line > (squares / ODD).read_text("utf-8").splitlines().index(SQUARE.strip()) + 1


def test_a_part_of_what_a_name_holds_is_changed_alone(squares: Path, replace: Replace) -> None:
    replace("snippets/twin_primes.py", 'table["count"] == 15', 'table["share"] < 1')
    assert survived(on_programs(squares, "twin_primes")) >= {"value table['count']"}


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
    monkeypatch.setattr("lockstep.doubt.elsewhere.run_all", run_all)  # it ran in the other world, and was interrupted
    on_programs(squares, "odd_sum")
    assert run == ["odd_sum"] * 2
