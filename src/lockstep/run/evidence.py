"""From snippets to records: runs what the cache does not answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing

from lockstep.book.model import Snippet
from lockstep.book.settings import Settings
from lockstep.run.cache import Cache
from lockstep.run.pool import run_all
from lockstep.run.record import Record


def run_book(snippets: Sequence[Snippet], asked: Mapping[str, frozenset[str]], settings: Settings) -> dict[str, Record]:
    """Return a record of each snippet, running only those whose record is out of date or lacks a value.

    Only a run that passed is kept: what made another one fail, such as a file that was missing, may be gone.

    Args:
        snippets: The book's programs; their `source` is what runs, whatever their files hold by now.
        asked: By snippet, the paths of the values that pages show.
        settings: Where the book is, its library, and how long a snippet may run.

    Returns:
        The records by snippet name, in the order of `snippets`.
    """
    cache = Cache(settings)
    by_name = {snippet.name: snippet for snippet in snippets}
    wanted = {name: asked.get(name, frozenset()) for name in by_name}
    records = _known(cache, by_name, wanted)
    if records.keys() < by_name.keys():
        with cache.alone():
            records = _known(cache, by_name, wanted)  # what another process ran meanwhile
            stale = [snippet for name, snippet in by_name.items() if name not in records]
            stale.sort(key=lambda snippet: snippet.name not in settings.slow)  # or one would run on alone
            with closing(run_all(stale, wanted, settings)) as fresh:
                for record in fresh:
                    records[record.snippet] = record
                    if record.status == "passed":
                        cache.write(by_name[record.snippet], record)
    return {name: records[name] for name in by_name}


def _known(cache: Cache, by_name: Mapping[str, Snippet], wanted: dict[str, frozenset[str]]) -> dict[str, Record]:
    """Return the records that answer what is wanted; of the others, what they answered is wanted as well.

    So two callers with different questions do not undo each other's answers.
    """
    records: dict[str, Record] = {}
    for name, snippet in by_name.items():
        if known := cache.read(snippet):
            if known.asked >= wanted[name]:
                records[name] = known
            else:
                wanted[name] |= known.asked
    return records
