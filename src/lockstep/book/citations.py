"""The works that a book cites: its BibTeX files, each entry with the line that it starts on, and how it is written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from pybtex.backends.html import Backend
from pybtex.database import BibliographyData, Entry, Person
from pybtex.database.input.bibtex import Parser
from pybtex.exceptions import PybtexError
from pybtex.richtext import Text
from pybtex.style.formatting.unsrt import Style
from pybtex.style.template import FieldIsMissing, href, sentence
from pybtex.style.template import field as entry_field

from lockstep.book.settings import Settings
from lockstep.book.text import read_source, source_files
from lockstep.problem import Place, Problem

_HEAD = re.compile(r"^[ \t]*@(?!comment|string|preamble)\w+[ \t]*\{\s*([^\s,{}]+)[ \t]*,", re.I | re.M)
_LINKS = ("doi", "eprint", "url")
_QUOTED = re.compile(r"'([^']+)'")
_REMEDY = "mend the BibTeX; what is shown of it on the pages is read from here"


@dataclass(frozen=True)
class Source:
    """A work: `label` is what a citation reads, such as "Ng and Jordan 2001"; `data` is the entry as pybtex has it."""

    place: Place
    key: str
    label: str
    title: str
    data: Any


@dataclass(frozen=True)
class Bibliography:
    """Every work by its key, in the order of the files."""

    sources: Mapping[str, Source] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def load_bibliography(settings: Settings) -> Bibliography:
    """Read every `.bib` file of the docs folder; what cannot be parsed becomes a problem."""
    entries: dict[str, tuple[Place, Entry]] = {}
    places: dict[str, Place] = {}
    problems: list[Problem] = []
    for path in source_files(settings.root, settings.docs, ".bib"):
        text = read_source(settings.root, path)
        twice = False
        for match in _HEAD.finditer(text):
            place = Place(path, text.count("\n", 0, match.start()) + 1)
            there = places.setdefault(match[1], place)
            if there is not place:
                twice = True
                what = f"the key {match[1]!r} is taken already, at {there}"
                problems.append(place.problem(what, "give one of the two another key"))
        if twice:
            continue
        try:
            # By its name, pybtex would look for the parser in every installed package.
            data: BibliographyData = Parser().parse_string(text)
        except PybtexError as error:
            problems.append(Problem(path, _line(error, text), f"not BibTeX: {error}", _REMEDY))
        else:
            entries |= {key: (places.get(key, Place(path, 1)), entry) for key, entry in data.entries.items()}
    labels = _labels({key: entry for key, (_, entry) in entries.items()})
    sources = {
        key: Source(place, key, labels[key], _plain(entry.fields.get("title", "")), entry)
        for key, (place, entry) in entries.items()
    }
    return Bibliography(sources, tuple(problems))


def _labels(entries: Mapping[str, Entry]) -> dict[str, str]:
    """Return authors and year for each key, with a letter where two works would read the same."""
    plain = {key: f"{_names(entry)} {entry.fields.get('year', '')}".strip() for key, entry in entries.items()}
    count, used = Counter(plain.values()), Counter[str]()
    labels = {}
    for key, label in plain.items():
        labels[key] = label + (chr(ord("a") + used[label]) if count[label] > 1 else "")
        used[label] += 1
    return labels


def _names(entry: Entry) -> str:
    people = [_last(person) for person in entry.persons.get("author") or entry.persons.get("editor") or []]
    return f"{people[0]} et al." if len(people) > 2 else " and ".join(people)


def _last(person: Person) -> str:
    return " ".join(map(_plain, [*person.prelast_names, *person.last_names]))


def _plain(latex: str) -> str:
    return str(Text.from_latex(latex))


def _line(error: PybtexError, text: str) -> int:
    """Return the line that pybtex names, or that of the text which it quotes."""
    if line := getattr(error, "lineno", None):
        return int(line)
    quoted: Iterable[str] = _QUOTED.findall(str(error))
    return next((text.count("\n", 0, text.index(each)) + 1 for each in quoted if each in text), 1)


class _AsGiven(Style):
    """Keeps the capitals of a title, which BibTeX would lower, and shows of an address whose it is."""

    def format_title(self, e: Any, which_field: str, as_sentence: bool = True) -> Any:
        title = entry_field(which_field)
        return sentence[title] if as_sentence else title

    def format_url(self, e: Any) -> Any:
        return href(entry_field("url", raw=True))[entry_field("url", raw=True, apply_func=_host)]


@cache  # to make one, pybtex looks through every installed distribution
def _style() -> _AsGiven:
    return _AsGiven()


class _Plain(Backend):
    """Leaves out the marks around what BibTeX must not lower."""

    def format_protected(self, text: str) -> str:
        return text


def _host(url: str) -> str:
    return (urlsplit(url).hostname or url).removeprefix("www.")


def lacking(entry: Any) -> list[str]:
    """Return what an entry lacks: who wrote it, what it is called, when it appeared, where it is to be found."""
    lacks = [] if entry.persons.get("author") or entry.persons.get("editor") else ["author"]
    lacks += [name for name in ("title", "year") if not entry.fields.get(name, "").strip()]
    if not any(entry.fields.get(name, "").strip() for name in _LINKS):
        lacks.append(" or ".join(_LINKS))
    return lacks


def as_html(entry: Any) -> str:
    """Write an entry.

    Raises:
        ValueError: The entry is of an unknown type, or lacks what its type needs, such as a journal.
    """
    if not hasattr(_AsGiven, f"get_{entry.type}_template"):
        raise ValueError(f"@{entry.type} is no type of entry")
    try:
        text = _style().format_entry("", entry).text
    except FieldIsMissing as error:
        raise ValueError(str(error)) from error
    return str(text.render(_Plain()))
