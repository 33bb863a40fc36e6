from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from lockstep.book.model import Snippet
from lockstep.book.settings import Settings
from lockstep.run import Record
from lockstep.run.evidence import run_book


class Shelf:
    """A book of snippets and a library, without pages."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.settings = Settings(root, library=("src/shelf_library",), preload=("matplotlib.pyplot",), time_limit=600.0)
        self.write_library("def double(x):\n    return 2 * x\n")

    def write_library(self, source: str) -> None:
        folder = self.root / "src" / "shelf_library"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "__init__.py").write_text(source)

    def set(self, **settings: object) -> None:
        self.settings = replace(self.settings, **settings)  # type: ignore[arg-type]

    def runs(self) -> int:
        """Return how often programs ran that write an x into the file `ran`."""
        ran = self.root / "ran"
        return len(ran.read_text()) if ran.exists() else 0

    def snippet(self, source: str, name: str = "it") -> Snippet:
        return Snippet(name, f"snippets/{name}.py", source, (), ())

    def run(self, source: str, *asked: str, name: str = "it") -> Record:
        return self.run_all({name: source}, {name: frozenset(asked)})[name]

    def run_all(
        self, sources: Mapping[str, str], asked: Mapping[str, frozenset[str]] | None = None
    ) -> dict[str, Record]:
        snippets = [self.snippet(source, name) for name, source in sources.items()]
        return run_book(snippets, asked or {}, self.settings)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)
