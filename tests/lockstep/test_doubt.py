"""Doubt: each kind of attack is beaten by good evidence, and survives where the evidence is bad."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from lockstep.book.model import Snippet
from lockstep.doubt.known import Known
from lockstep.doubt.programs import program_attacks
from lockstep.doubt.reasons import Attack, read_reasons, stale, unexplained
from lockstep.edition import Edition
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


def on_programs(root: Path, *names: str, **changed: float) -> dict[str, Attack]:
    edition = Edition.make(root)
    book = edition.book
    settings = dataclasses.replace(book.settings, **changed)  # type: ignore[arg-type]
    found = program_attacks(
        [book.snippets[name] for name in names], edition.records, settings, book.asked, Known(settings)
    )
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


FIGURE = "snippets/fig_squares.py"
DRAWN = 'axes.plot([sum(odds(count)) for count in range(8)], "o-")\n'
#: name: what is drawn beside DRAWN, and what of it does not depend on the library.
DRAWINGS = {
    "nothing else": ("", set()),
    "a line that was typed": ('axes.plot([0, 1, 4, 9], label="squares")\n', {"drawn squares"}),
    "bars that were typed": ("axes.bar([1, 2], [1, 4])\n", {"drawn BarContainer"}),
    "bars of the library": ("axes.bar([1, 2], odds(2))\n", set()),
    "points that were typed": ("axes.scatter([1, 2], [1, 4])\n", {"drawn PathCollection"}),
    "an area": ("axes.fill_between([0, 1], odds(2))\n", set()),
    "an image that was typed": ("axes.imshow([[1.0, 2.0]])\n", {"drawn AxesImage"}),
    "areas of points": ("axes.scatter([1, 2], [1, 4], s=odds(2))\n", set()),
    "a line that only a very wrong result moves": ("axes.axhline(min(odds(2)) > 0)\n", set()),
    "a line that was typed, behind an error": (
        "assert odds(2)[0] / odds(2)[1]\naxes.axhline(4)\n",
        {"drawn Line2D (2)"},
    ),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_what_a_figure_draws_depends_on_the_library(name: str, squares: Path, replace: Replace) -> None:
    source, left = DRAWINGS[name]
    replace(FIGURE, DRAWN, DRAWN + source)
    assert survived(on_programs(squares, "fig_squares")) == left


#: What differs in another world, and where it is seen.
WORLDS = {
    "the clock": ("import time\nprint(time.time() > 1e9 + 20 * 365 * 86400 and time.gmtime().tm_year)\n", "outputs"),
    "the day": ("import datetime\nprint(datetime.date.today())\n", "outputs"),
    "the year": ("from datetime import datetime\nprint(datetime.now().year)\n", "outputs"),
    "the hash seed": ("print(list({str(n) for n in range(40)}))\n", "outputs"),
    "the folder": ("from pathlib import Path\nprint(len(str(Path('docs').resolve())))\n", "outputs"),
    "CI": ("import os\nprint(os.environ.get('CI'))\n", "outputs"),
    "chance that nobody seeded": (
        "import os\ntotal += os.urandom(1) != b'\\n' and 0 * id(os)\nimport secrets\nprint(secrets.token_hex())\n",
        "outputs",
    ),
}


@pytest.mark.parametrize("name", WORLDS)
def test_a_program_that_another_world_changes_is_found(name: str, squares: Path, replace: Replace) -> None:
    source, where = WORLDS[name]
    replace(ODD, TOTAL, TOTAL + source)
    found = on_programs(squares, "odd_sum")
    assert not found["another world"].beaten
    assert f"{where}[" in found["another world"].what
    assert " here and " in found["another world"].what


def test_what_a_program_reads_of_the_book_is_there_in_another_world(squares: Path, replace: Replace) -> None:
    (squares / "data").mkdir()
    (squares / "data" / "n.txt").write_text("12")
    replace(ODD, "count = 12\n", "from pathlib import Path\ncount = int(Path('data/n.txt').read_text())\n")
    assert on_programs(squares, "odd_sum")["another world"].beaten


def test_one_reason_is_for_all_attacks_that_begin_alike(squares: Path, replace: Replace) -> None:
    replace(FIGURE, DRAWN, DRAWN + "axes.axhline(4)\naxes.axhline(9)\n")
    attacks = on_programs(squares, "fig_squares").values()
    settings = Edition.make(squares).book.settings
    for key, left in (("drawn *", 0), ("drawn Line2D (2)", 1), ("drawn circles*", 2)):
        (squares / "snippets" / "doubt.toml").write_text(f'[fig_squares]\n"{key}" = "marks of a scale"\n')
        reasons = read_reasons(settings)
        assert len(list(unexplained(attacks, reasons, settings))) == left
        assert len(list(stale(attacks, reasons, settings))) == (left == 2)


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
