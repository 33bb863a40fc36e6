"""Attacks on programs: what each run under attack showed, kept until something that could change it does."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any

from lockstep.book.model import Snippet
from lockstep.book.settings import Settings
from lockstep.doubt.instrument import Spot
from lockstep.doubt.reasons import Attack, numbered
from lockstep.doubt.watch import NEGATED, PASSED, RESULTS, SPOTS, Orders, watch
from lockstep.problem import BookError, Place
from lockstep.run.cache import Cache
from lockstep.run.pool import run_all
from lockstep.run.record import Record
from lockstep.store import Store, digest, digest_folder

FOLDER = "doubt"


def program_attacks(
    snippets: Iterable[Snippet], records: Mapping[str, Record], settings: Settings
) -> Iterator[list[Attack]]:
    """Run each snippet under attack, where nothing is known of it yet; yield the attacks on one after the other.

    Args:
        snippets: The programs.
        records: Their records, which say how long each takes.
        settings: Of the book.

    Raises:
        BookError: A program that passes by itself does not pass when it is watched.
    """
    known = _Known(settings, records)
    waiting: dict[str, Snippet] = {}
    for snippet in snippets:
        if (attacks := known.read(snippet)) is not None:
            yield attacks
        else:
            waiting[snippet.name] = snippet
    idle: dict[str, Mapping[str, Any]] = {}
    for name, answers in _answers(waiting, settings, {name: Orders(settings.time_limit) for name in waiting}):
        if answers[RESULTS] and _asserting(answers) - _broken(answers):
            idle[name] = answers
        else:
            yield known.write(waiting[name], _attacks(waiting[name], answers, _broken(answers)))
    # A copy that is very wrong can take very long, and then breaks nothing.
    orders = {name: Orders(2 + 3 * records[name].seconds, _broken(answers)) for name, answers in idle.items()}
    for name, rough in _answers({name: waiting[name] for name in idle}, settings, orders):
        broken = _broken(idle[name]) | _broken(rough)
        yield known.write(waiting[name], _attacks(waiting[name], idle[name], broken))


def _answers(
    snippets: Mapping[str, Snippet], settings: Settings, orders: Mapping[str, Orders]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    # Each copy has a limit of its own; this one is for them all together.
    patient = replace(settings, time_limit=60 * settings.time_limit)
    with closing(run_all(snippets.values(), {}, patient, partial(watch, orders=orders))) as records:
        for record in records:
            if record.failure is not None:
                what = f"the program does not pass while it is watched: {record.failure.message}"
                place = Place(snippets[record.snippet].path, record.failure.line)
                raise BookError([place.problem(what, "mend it, or take less time")])
            yield record.snippet, record.values


def _broken(answers: Mapping[str, Any]) -> set[int]:
    return {number for _, reports in answers[RESULTS] for report in reports for number in report["broken"]}


def _asserting(answers: Mapping[str, Any]) -> set[int]:
    return {number for number, each in enumerate(answers[SPOTS]) if Spot(*each).asserts}


def _attacks(snippet: Snippet, answers: Mapping[str, Any], broken: Container[int]) -> Iterator[Attack]:
    spots = [Spot(*each) for each in answers[SPOTS]]
    taken: set[str] = set()

    def attack(spot: Spot, kind: str, spelling: str, what: str, remedy: str, beaten: bool) -> Attack:
        place = Place(snippet.path, spot.line)
        return Attack(snippet.name, kind, numbered(spelling, taken), place, what, remedy, beaten)

    for number, (result,) in answers[RESULTS]:
        spot = spots[number]
        what = f"no assertion fails when {spot.source} {result['how']}"
        beaten = bool(result["broken"]) or result["ended"] != PASSED
        yield attack(spot, "result perturbed", spot.source, what, "assert something that depends on it", beaten)
    used = bool(answers[RESULTS])
    what = "the program uses no result of the library: it is evidence of nothing"
    whole = Spot(1, "")
    yield attack(
        whole, "library untouched", "uses nothing", what, "compute what the statement says, and assert it", used
    )
    negated = dict(answers[NEGATED])
    for number, spot in enumerate(spots):
        if not spot.asserts:
            continue
        result = negated.get(number)
        what = f"the program passes when an assertion is negated: {spot.source}"
        if result is None:
            what = f"the assertion is never reached, so it cannot fail: {spot.source}"
        beaten = result is not None and (bool(result["broken"]) or result["ended"] != PASSED)
        remedy = "let its failure end the program"
        yield attack(spot, "assertion negated", f"assert not ({spot.source})", what, remedy, beaten)
        if used:
            what = f"the assertion is idle, no wrong result of the library breaks it: {spot.source}"
            remedy = "assert something that depends on the library"
            yield attack(spot, "assertion idle", f"assert {spot.source}", what, remedy, number in broken)


class _Known:
    """The attacks that were made on each program, for as long as nothing changes that could change how they end."""

    def __init__(self, settings: Settings, records: Mapping[str, Record]) -> None:
        self._records = records
        self._store = Store(settings.root / settings.build / FOLDER)
        self._cache = Cache(settings)
        self._doubt = digest_folder(Path(__file__).parent)

    def read(self, snippet: Snippet) -> list[Attack] | None:
        with suppress(LookupError, TypeError):
            kept = self._store.read(snippet.name, self._key(snippet))
            return [Attack(**{**each, "place": Place(**each["place"])}) for each in kept]
        return None

    def write(self, snippet: Snippet, made: Iterable[Attack]) -> list[Attack]:
        attacks = list(made)
        self._store.write(snippet.name, self._key(snippet), [asdict(attack) for attack in attacks])
        return attacks

    def _key(self, snippet: Snippet) -> str:
        reads = sorted(self._records[snippet.name].reads.items())
        return digest(self._doubt, self._cache.key(snippet), *(part for read in reads for part in read))
