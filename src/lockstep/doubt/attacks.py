"""What was done to a program, in words: each attack with its place, and whether anything noticed."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Any

from lockstep.binding import last_bindings
from lockstep.book.model import Snippet
from lockstep.book.text import line_with
from lockstep.doubt.copies import DRAWN
from lockstep.doubt.instrument import Spot
from lockstep.doubt.reasons import Attack, numbered
from lockstep.doubt.watch import NEGATED, PASSED, RESULTS, SPOTS, VALUES
from lockstep.problem import Place

#: What the attacks on the results of a program did: by spot, the report of each copy.
Results = Iterable[tuple[int, Sequence[Mapping[str, Any]]]]

_IDLE, _DRAWING = "assertion idle", "drawing"
#: The attacks that a very wrong result may still beat.
IDLE = frozenset({_IDLE, _DRAWING})


def attacks_on(snippet: Snippet, answers: Mapping[str, Any], broken: Container[int]) -> Iterator[Attack]:
    """Return the attacks on a program that asserts; `broken` are the assertions that one of them has broken."""
    spots = [Spot(*each) for each in answers[SPOTS]]
    taken: set[str] = set()

    def attack(spot: Spot, kind: str, spelling: str, what: str, remedy: str, beaten: bool) -> Attack:
        place = Place(snippet.path, spot.line)
        return Attack(snippet.name, kind, numbered(spelling, taken), place, what, remedy, beaten)

    lines = last_bindings(snippet.source, dict(answers[VALUES]))
    for line, paths in lines.items():
        for path in paths:
            yield value_attack(snippet, path, line, dict(answers[VALUES])[path])
    for number, (result,) in answers[RESULTS]:
        spot = spots[number]
        what, remedy = f"no assertion fails when {spot.source} {result['how']}", "assert something that depends on it"
        yield attack(spot, "result perturbed", spot.source, what, remedy, _noticed(result))
    used = bool(answers[RESULTS])
    what = "the program uses no result of the library: it is evidence of nothing"
    remedy = "compute what the statement says, and assert it"
    yield attack(Spot(1, ""), "library untouched", "uses nothing", what, remedy, used)
    negated = dict(answers[NEGATED])
    for number, spot in enumerate(spots):
        if not spot.asserts:
            continue
        result = negated.get(number)
        what = f"the program passes when an assertion is negated: {spot.source}"
        if result is None:
            what = f"the assertion is never reached, so it cannot fail: {spot.source}"
        beaten = result is not None and _noticed(result)
        remedy = "let its failure end the program"
        yield attack(spot, "assertion negated", f"assert not ({spot.source})", what, remedy, beaten)
        if used:
            what = f"the assertion is idle, no wrong result of the library breaks it: {spot.source}"
            remedy = "assert something that depends on the library"
            yield attack(spot, _IDLE, f"assert {spot.source}", what, remedy, number in broken)


def value_attack(snippet: Snippet, path: str, line: int, reports: Sequence[Mapping[str, Any]]) -> Attack:
    """Return the attack on a value that a page shows."""
    how = ", ".join(report["how"] for report in reports) or "is another"
    what = f"a page shows {path}, and no assertion fails when it {how}"
    remedy, beaten = "assert it, below where it is bound last, by another derivation", any(map(_noticed, reports))
    return Attack(snippet.name, "value changed", f"value {path}", Place(snippet.path, line), what, remedy, beaten)


def _noticed(report: Mapping[str, Any]) -> bool:
    """Whether the attack on a copy broke an assertion, or ended the copy."""
    return bool(report["broken"]) or report["ended"] != PASSED


def drawing_attacks(snippet: Snippet, drawn: Sequence[tuple[str, str]], results: Results) -> Iterator[Attack]:
    """Return an attack for each thing that a figure draws: some result of the library must change it.

    What an error leaves undrawn says nothing; so the thing must be another, or missing, in a whole figure.
    """
    whole = [report[DRAWN] for _, found in results for report in found if report["ended"] == PASSED]
    taken: set[str] = set()
    for name, digest in drawn:
        place = Place(snippet.path, line_with(snippet.source, name))
        changed = any([name, digest] not in each for each in whole)
        what = f"what is drawn as {name!r} is the same whatever the library returns: it was typed"
        remedy = "compute it with the library, or take it from the values of a statement"
        yield Attack(snippet.name, _DRAWING, numbered(f"drawn {name}", taken), place, what, remedy, changed)


def world_attack(snippet: Snippet, apart: Sequence[str]) -> Attack:
    """Return the attack that runs a program in another world."""
    what = f"another clock, hash seed, folder and CI give another record: {'; '.join(apart[:3])}"
    remedy = "sort what has no order, seed what is drawn, and ask for no clock and no folder"
    return Attack(snippet.name, "another world", "another world", Place(snippet.path, 1), what, remedy, not apart)
