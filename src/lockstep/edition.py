"""An edition: a book, the records of its programs, and what is wrong with it, as of the files on disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from lockstep.book import Book
from lockstep.book.config import CONFIG
from lockstep.book.model import Page
from lockstep.book.release import CITATION
from lockstep.book.settings import Settings, load_settings
from lockstep.check import check
from lockstep.math.tex import TexError, convert, substitute
from lockstep.names.api import Api
from lockstep.problem import Problem
from lockstep.run import Record
from lockstep.run.evidence import run_book
from lockstep.store import stamp
from lockstep.values import as_html, as_tex, format_value, parse_value

#: Set by `lockstep serve`: problems are then shown on the page, where a build would stop.
SERVING = "LOCKSTEP_SERVE"
_SUFFIXES = {".md", ".py", ".bib", ".lock"}

_current: dict[Path, tuple[tuple[tuple[str, int, int], ...], Edition]] = {}


@dataclass(frozen=True)
class Edition:
    """A book that has been run and checked."""

    book: Book
    records: Mapping[str, Record]
    problems: tuple[Problem, ...]

    @classmethod
    def current(cls, root: Path) -> Edition:
        """Return the edition of the book at `root`, made anew only when one of its files has changed."""
        root = root.resolve()
        now = stamp(_sources(root))
        if root not in _current or _current[root][0] != now:
            _current[root] = now, cls.make(root)
        return _current[root][1]

    @classmethod
    def make(cls, root: Path) -> Edition:
        """Load, run and check the book at `root`."""
        book = Book.load(root)
        runnable = [snippet for snippet in book.snippets.values() if not snippet.problems]
        records = run_book(runnable, book.asked, book.settings)
        return cls(book, records, tuple(check(book, records)))

    @cached_property
    def api(self) -> Api:
        """The API reference, and what the names in programs mean."""
        return Api(self.book)

    @cached_property
    def formulas(self) -> Mapping[tuple[str, bool], str]:
        """MathML by TeX source and display; what cannot be parsed is left out, and is a problem of its own."""
        found = dict.fromkeys((each.tex, each.display) for page in self.book.texts for each in page.formulas)
        made = {(tex, display): self.mathml(tex, display=display) for tex, display in found}
        return {formula: mathml for formula, mathml in made.items() if mathml is not None}

    def problems_on(self, page: Page) -> tuple[Problem, ...]:
        """What a preview of a page tells its author: what is wrong with it, and what is wrong with no page alone."""
        others = {each.path for each in self.book.pages if each.path != page.path}
        return tuple(problem for problem in self.problems if problem.path not in others)

    def mathml(self, tex: str, *, display: bool) -> str | None:
        """Return a formula, with its values, as MathML; None where it cannot be parsed."""
        try:
            filled = substitute(tex, lambda spelling: self.value(spelling, as_tex) or r"\text{?}")
            return convert(filled, display=display, macros=self.book.settings.macros)
        except TexError:
            return None

    def value(self, spelling: str, write: Callable[[str], str] = as_html) -> str | None:
        """Return a value as a page wants it written; None where the run does not have it."""
        try:
            snippet, path, spec = parse_value(spelling)
            record = self.records[snippet]
            if record.failure is not None:
                return None
            return write(format_value(record.values[path], spec))
        except (ValueError, KeyError):
            return None


@lru_cache(maxsize=8)  # every page of every rebuild asks, and YAML is slow to read
def _settings(root: Path, changed: int) -> Settings:
    return load_settings(root)


def _sources(root: Path) -> Iterator[Path]:
    """Yield every file that an edition is made from."""
    config = root / CONFIG
    settings = _settings(root, config.stat().st_mtime_ns if config.is_file() else 0)
    yield from (file for file in (config, root / CITATION) if file.is_file())
    for folder in (settings.docs, settings.snippets, *settings.library):
        yield from (f for f in (root / folder).rglob("*") if f.suffix in _SUFFIXES and f.is_file())
