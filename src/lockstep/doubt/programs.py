"""Attacks on programs: what each run under attack showed, kept until something that could change it does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any

from lockstep.book.model import Snippet
from lockstep.book.settings import Settings
from lockstep.doubt.attacks import attacks_on, drawing_attacks, world_attack
from lockstep.doubt.elsewhere import differences
from lockstep.doubt.instrument import Spot
from lockstep.doubt.reasons import Attack
from lockstep.doubt.watch import RESULTS, SPOTS, Orders, watch
from lockstep.problem import BookError, Place
from lockstep.run.cache import Cache
from lockstep.run.pool import run_all
from lockstep.run.record import Record
from lockstep.store import Store, digest, digest_folder

FOLDER = "doubt"


def program_attacks(
    snippets: Iterable[Snippet],
    records: Mapping[str, Record],
    settings: Settings,
    asked: Mapping[str, frozenset[str]] | None = None,
) -> Iterator[list[Attack]]:
    """Run each snippet under attack, where nothing is known of it yet; yield the attacks on one after the other.

    Args:
        snippets: The programs.
        records: Their records, which say how long each takes.
        settings: Of the book.
        asked: The paths of the values that pages show, by snippet.

    Raises:
        BookError: A program that passes by itself does not pass when it is watched.
    """
    asked = asked or {}
    known = _Known(settings, records, asked)
    waiting: dict[str, Snippet] = {}
    for snippet in snippets:
        if (attacks := known.read(snippet)) is not None:
            yield attacks
        else:
            waiting[snippet.name] = snippet
    worlds = dict(differences(waiting.values(), records, settings)) if waiting else {}
    idle: dict[str, Mapping[str, Any]] = {}
    orders = {name: Orders(settings.time_limit) for name in waiting}
    for name, answers in _answers(waiting, settings, orders, asked):
        snippet = waiting[name]
        if snippet.draws:
            drawings = drawing_attacks(snippet, answers)
            yield known.write(snippet, [*drawings, world_attack(snippet, worlds[name])])
        elif answers[RESULTS] and _asserting(answers) - _broken(answers):
            idle[name] = answers
        else:
            found = attacks_on(snippet, answers, _broken(answers))
            yield known.write(snippet, [*found, world_attack(snippet, worlds[name])])
    # A copy that is very wrong can take very long, and then breaks nothing.
    orders = {name: Orders(2 + 3 * records[name].seconds, _broken(answers)) for name, answers in idle.items()}
    for name, rough in _answers({name: waiting[name] for name in idle}, settings, orders, {}):
        broken = _broken(idle[name]) | _broken(rough)
        found = attacks_on(waiting[name], idle[name], broken)
        yield known.write(waiting[name], [*found, world_attack(waiting[name], worlds[name])])


def _answers(
    snippets: Mapping[str, Snippet],
    settings: Settings,
    orders: Mapping[str, Orders],
    asked: Mapping[str, frozenset[str]],
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    # Each copy has a limit of its own; this one is for them all together.
    patient = replace(settings, time_limit=60 * settings.time_limit)
    with closing(run_all(snippets.values(), asked, patient, partial(watch, orders=orders))) as records:
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


class _Known:
    """The attacks that were made on each program, for as long as nothing changes that could change how they end."""

    def __init__(self, settings: Settings, records: Mapping[str, Record], asked: Mapping[str, frozenset[str]]) -> None:
        self._records, self._asked = records, asked
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
        shown = sorted(self._asked.get(snippet.name, ()))
        return digest(self._doubt, self._cache.key(snippet), *(part for each in (*reads, shown) for part in each))
