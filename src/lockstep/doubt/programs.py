"""Attacks on programs: what each run under attack showed, kept until something that could change it does."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import asdict, replace
from functools import partial
from hashlib import sha256
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
    store = _Store(settings)
    waiting: dict[str, Snippet] = {}
    for snippet in snippets:
        if (known := store.read(snippet)) is not None:
            yield known
        else:
            waiting[snippet.name] = snippet
    idle: dict[str, Mapping[str, Any]] = {}
    for name, answers in _answers(waiting, settings, {name: Orders(settings.time_limit) for name in waiting}):
        if answers[RESULTS] and _asserting(answers) - _broken(answers):
            idle[name] = answers
        else:
            yield store.write(waiting[name], _attacks(waiting[name], answers, _broken(answers)))
    # A copy that is very wrong can take very long, and then breaks nothing.
    orders = {name: Orders(2 + 3 * records[name].seconds, _broken(answers)) for name, answers in idle.items()}
    for name, rough in _answers({name: waiting[name] for name in idle}, settings, orders):
        broken = _broken(idle[name]) | _broken(rough)
        yield store.write(waiting[name], _attacks(waiting[name], idle[name], broken))


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


class _Store:
    """One file a program, in the book's build folder, under the key that the attacks were made under."""

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.root / settings.build / FOLDER
        self._cache = Cache(settings)
        files = sorted(Path(__file__).parent.glob("*.py"))
        self._doubt = "".join(sha256(file.read_bytes()).hexdigest() for file in files)

    def read(self, snippet: Snippet) -> list[Attack] | None:
        with suppress(OSError, ValueError, LookupError, TypeError):
            stored = json.loads((self._folder / f"{snippet.name}.json").read_text("utf-8"))
            if stored["key"] == self._key(snippet):
                return [Attack(**{**each, "place": Place(**each["place"])}) for each in stored["attacks"]]
        return None

    def write(self, snippet: Snippet, made: Iterable[Attack]) -> list[Attack]:
        attacks = list(made)
        self._folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"key": self._key(snippet), "attacks": [asdict(attack) for attack in attacks]})
        partial_file = self._folder / f"{snippet.name}.partial"
        partial_file.write_text(text, "utf-8")
        partial_file.replace(self._folder / f"{snippet.name}.json")
        return attacks

    def _key(self, snippet: Snippet) -> str:
        return self._doubt + self._cache.key(snippet)
