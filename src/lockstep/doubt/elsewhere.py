"""Each program once more in another world: another clock, hash seed, folder and `CI`. The record must be the same.

What a program keeps in the build folder, such as a training, stays behind: in the other world it is made anew.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from lockstep.book.model import Snippet
from lockstep.book.settings import Settings
from lockstep.doubt.world import elsewhere
from lockstep.run.closed import ABSENT
from lockstep.run.pool import run_all
from lockstep.run.record import Record

_SEED = "504"
_LONGEST = 60


def differences(
    snippets: Iterable[Snippet], records: Mapping[str, Record], settings: Settings
) -> Iterator[tuple[str, list[str]]]:
    """Run each program in the other world; yield its name, and in words where its two records differ."""
    chosen = list(snippets)
    with TemporaryDirectory(prefix="elsewhere-") as folder:
        root = Path(folder).resolve() / "another" / "place"
        _copy([records[each.name] for each in chosen], settings, root)
        asked = {each.name: records[each.name].asked for each in chosen}
        there = replace(settings, root=root, time_limit=10 * settings.time_limit)  # nothing is preloaded, or kept
        how = partial(elsewhere, preload=settings.preload)
        with closing(run_all(chosen, asked, there, how, hashes=_SEED)) as found:
            for record in found:
                yield record.snippet, list(_apart(records[record.snippet], record, settings.build))


def _copy(records: Iterable[Record], settings: Settings, root: Path) -> None:
    """Copy the library, the programs and what these have read, but for what they keep."""
    for each in (*settings.library, settings.snippets):
        shutil.copytree(settings.root / each, root / each, ignore=shutil.ignore_patterns("__pycache__"))
    for path in {path for record in records for path, found in _read(record, settings.build) if found != ABSENT}:
        if not (root / path).exists():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(settings.root / path, root / path)


def _read(record: Record, build: str) -> Iterator[tuple[str, str]]:
    """Return what a program read of the book, but not of the build folder."""
    for path, found in record.reads.items():
        if not Path(path).is_absolute() and not Path(path).is_relative_to(build):
            yield path, found


def _apart(one: Record, other: Record, build: str) -> Iterator[str]:
    """Say where two records differ; how long a run took is no part of what it did."""
    pair = [replace(each, seconds=0.0, reads=dict(_read(each, build))).to_json() for each in (one, other)]
    yield from _differences("", *json.loads(json.dumps(pair)))


def _differences(where: str, one: Any, other: Any) -> Iterator[str]:
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        for key in one:
            yield from _differences(f"{where}.{key}" if where else key, one[key], other[key])
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, (each, its) in enumerate(zip(one, other, strict=True)):
            yield from _differences(f"{where}[{number}]", each, its)
    elif json.dumps(one) != json.dumps(other):  # NaN is as good as itself
        yield f"{where} is {_short(one)} here and {_short(other)} there"


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
