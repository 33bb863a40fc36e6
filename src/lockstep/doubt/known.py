"""The attacks that were made, for as long as nothing changes that could change how they end."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from lockstep.book.model import Snippet
from lockstep.book.settings import Settings
from lockstep.doubt.reasons import Attack
from lockstep.problem import Place
from lockstep.run.cache import Cache
from lockstep.store import Store, digest, digest_folder

FOLDER = "doubt"


class Known:
    """The attacks on the programs of a book, each under a name of its own."""

    def __init__(self, settings: Settings) -> None:
        self._store = Store(settings.root / settings.build / FOLDER)
        self._cache = Cache(settings)
        self._doubt = digest_folder(Path(__file__).parent)

    def key(self, snippet: Snippet, *parts: str) -> str:
        """Return what the attacks on a program depend on: the attacks, its run, and what else is given."""
        return digest(self._doubt, self._cache.key(snippet), *parts)

    def read(self, name: str, key: str) -> list[Attack] | None:
        """Return the attacks of that name, or None where they are not known, or under another key."""
        with suppress(LookupError, TypeError):
            return [Attack(**{**each, "place": Place(**each["place"])}) for each in self._store.read(name, key)]
        return None

    def write(self, name: str, key: str, made: Iterable[Attack]) -> list[Attack]:
        """Keep attacks, and return them."""
        attacks = list(made)
        self._store.write(name, key, [asdict(attack) for attack in attacks])
        return attacks
