"""Attacks on programs: what each run under attack showed, kept until something that could change it does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from functools import partial
from typing import Any

from lockstep.book.model import Snippet
from lockstep.doubt.attacks import IDLE, Results, attacks_on, drawing_attacks, world_attack
from lockstep.doubt.copies import DRAWN
from lockstep.doubt.elsewhere import differences
from lockstep.doubt.known import Known
from lockstep.doubt.reasons import Attack
from lockstep.doubt.watch import RESULTS, Orders, watch
from lockstep.edition import Edition
from lockstep.problem import BookError, Place
from lockstep.run.pool import run_all


def program_attacks(snippets: Iterable[Snippet], edition: Edition, known: Known) -> Iterator[list[Attack]]:
    """Run each snippet under attack, where nothing is known of it yet; yield the attacks on one after the other.

    Raises:
        BookError: A program that passes by itself does not pass when it is watched.
    """
    waiting: dict[str, Snippet] = {}
    keys: dict[str, str] = {}
    for snippet in snippets:
        keys[snippet.name] = _key(known, snippet, edition)
        if (attacks := known.read(snippet.name, keys[snippet.name])) is not None:
            yield attacks
        else:
            waiting[snippet.name] = snippet

    def write(snippet: Snippet, attacks: list[Attack]) -> list[Attack]:
        return known.write(snippet.name, keys[snippet.name], attacks)

    worlds = _worlds(waiting, keys, edition, known)
    idle: dict[str, Mapping[str, Any]] = {}
    orders = {name: Orders(edition.book.settings.time_limit, draws=each.draws) for name, each in waiting.items()}
    for name, answers in _answers(waiting, edition, orders):
        snippet = waiting[name]
        found = list(_attacks(snippet, answers, ()))
        if answers[RESULTS] and any(each.kind in IDLE and not each.beaten for each in found):
            idle[name] = answers
        else:
            yield write(snippet, [*found, *worlds[name]])
    # A copy that is very wrong can take very long, and then breaks nothing.
    orders = {
        name: Orders(2 + 3 * edition.records[name].seconds, _broken(answers[RESULTS]), waiting[name].draws)
        for name, answers in idle.items()
    }
    for name, rough in _answers({name: waiting[name] for name in idle}, edition, orders):
        found = list(_attacks(waiting[name], idle[name], rough[RESULTS]))
        yield write(waiting[name], [*found, *worlds[name]])


def _worlds(
    waiting: Mapping[str, Snippet], keys: Mapping[str, str], edition: Edition, known: Known
) -> Mapping[str, list[Attack]]:
    """Return what became of each program in another world; this is kept too, since all of them run there first."""
    found = {name: kept for name in waiting if (kept := known.read(f"{name}.world", keys[name])) is not None}
    if left := [snippet for name, snippet in waiting.items() if name not in found]:
        for name, apart in differences(left, edition.records, edition.book.settings):
            found[name] = known.write(f"{name}.world", keys[name], [world_attack(waiting[name], apart)])
    return found


def _attacks(snippet: Snippet, answers: Mapping[str, Any], rough: Results) -> Iterator[Attack]:
    """Return the attacks on a program, by what became of it when its results were a little wrong, and very wrong."""
    results = [*answers[RESULTS], *rough]
    if snippet.draws:
        return drawing_attacks(snippet, answers[DRAWN], results)
    return attacks_on(snippet, answers, _broken(results))


def _answers(
    snippets: Mapping[str, Snippet], edition: Edition, orders: Mapping[str, Orders]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    settings = edition.book.settings
    # Each copy has a limit of its own; this one is for them all together.
    patient = replace(settings, time_limit=60 * settings.time_limit)
    with closing(run_all(snippets.values(), edition.book.asked, patient, partial(watch, orders=orders))) as records:
        for record in records:
            if record.failure is not None:
                what = f"the program does not pass while it is watched: {record.failure.message}"
                place = Place(snippets[record.snippet].path, record.failure.line)
                raise BookError([place.problem(what, "mend it, or take less time")])
            yield record.snippet, record.values


def _key(known: Known, snippet: Snippet, edition: Edition) -> str:
    reads = sorted(edition.records[snippet.name].reads.items())
    asked = sorted(edition.book.asked.get(snippet.name, ()))
    return known.key(snippet, *(part for each in (*reads, asked) for part in each))


def _broken(results: Results) -> set[int]:
    return {number for _, reports in results for report in reports for number in report["broken"]}
