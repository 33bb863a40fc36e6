"""The parts of a book as its sources state them: nothing here has run, and nothing is rendered."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from lockstep.book.front import Front
from lockstep.book.marks import Code, Entry, Fence, Formula, Given, Heading, Passage, Reference, Shown, Typed, Value
from lockstep.problem import Place, Problem

#: Kinds of statement, and whether one needs a program that can fail.
STATEMENT_KINDS: Mapping[str, bool] = {"definition": False, "proposition": True, "claim": True}

#: The name under which a drawing program leaves what the element of its figure computes with.
MOVES = "moves"

_PROGRAM = re.compile(r"(\w+)\.py(?::([\w-]+))?")


@dataclass(frozen=True)
class Section:
    """The lines between `# --8<-- [start:name]` and `# --8<-- [end:name]`, both exclusive."""

    name: str
    first: int
    last: int


@dataclass(frozen=True)
class Assertion:
    """An `assert` of a snippet: the line it starts on, and its condition as normalised source."""

    line: int
    condition: str


@dataclass(frozen=True)
class Snippet:
    """A program in the snippets folder, parsed but not run."""

    name: str
    path: str
    source: str
    sections: tuple[Section, ...]
    assertions: tuple[Assertion, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def draws(self) -> bool:
        """Whether the snippet draws a figure and, by convention, asserts nothing."""
        return self.name.startswith("fig_")

    def section(self, name: str) -> Section | None:
        """Return the section of that name, or None."""
        return next((each for each in self.sections if each.name == name), None)

    def label(self, section: str | None) -> str:
        """Return how a page calls the snippet, or a section of it."""
        return f"{self.path} · {section}" if section else self.path


@dataclass(frozen=True)
class Statement:
    """A definition, proposition or claim, with the source of its text and of its proof."""

    place: Place
    kind: str
    ident: str
    title: str
    text: str
    proof: str
    page: str
    number: str = ""

    @property
    def snippet(self) -> str:
        """The name of the program that is this statement's evidence: a convention, not a setting."""
        return self.ident.replace("-", "_")

    @property
    def label(self) -> str:
        """What stands before its name where it is stated."""
        return f"{self.kind.capitalize()} {self.number}"

    def named(self, locator: str = "") -> str:
        """Return what a reference to the statement reads, in Markdown; `locator` says where in it."""
        return f"{self.title} ({self.number}{locator})"


@dataclass(frozen=True)
class Figure:
    """A figure: a fence of a drawing snippet, its alternative text and its caption.

    Attributes:
        moves: The name of the custom element in which a reader moves it; empty where it stands still.
        words: What that element says, in Markdown: what the block holds beside its fence.
    """

    place: Place
    ident: str
    caption: str
    alt: str
    page: str
    number: str = ""
    moves: str = ""
    words: str = ""

    @property
    def kind(self) -> str:
        """What it is, beside the kinds of statement."""
        return "figure"

    @property
    def snippet(self) -> str:
        """The name of the program that draws the figure."""
        return self.ident.replace("-", "_")

    @property
    def label(self) -> str:
        """What stands before its caption."""
        return f"Figure {self.number}"

    def named(self, locator: str = "") -> str:
        """Return what a reference to the figure reads; `locator` says where in it."""
        return self.label + locator


def script_of(figure: Figure) -> str:
    """Return the module of a figure's element, from the docs folder and from the site: its name is a convention."""
    return f"assets/{figure.moves}.js"


@dataclass(frozen=True)
class Recall:
    """What another page shows, shown again: the id of a figure, or a section of a program, as `name.py:section`."""

    place: Place
    target: str

    @property
    def program(self) -> tuple[str, str | None] | None:
        """The name of the program and the section, or None where the target is no program."""
        match = _PROGRAM.fullmatch(self.target)
        return (match[1], match[2]) if match else None


@dataclass(frozen=True)
class Page:
    """A Markdown page of the book.

    Attributes:
        path: Relative to the root: `docs/essay/cost.md`.
        uri: Relative to the docs folder: `essay/cost.md`.
        text: The page without its front matter, as a Markdown renderer receives it.
        chapter: Position among the numbered chapters, from 1; 0 where the page is not one.
        words: How many there are in its text, formulas and all.
        listings: What lockstep fills in on the page: "ledger", "bibliography", "citation".
    """

    path: str
    uri: str
    title: str
    text: str
    chapter: int
    statements: tuple[Statement, ...] = ()
    figures: tuple[Figure, ...] = ()
    fences: tuple[Fence, ...] = ()
    values: tuple[Value, ...] = ()
    references: tuple[Reference, ...] = ()
    formulas: tuple[Formula, ...] = ()
    code: tuple[Code, ...] = ()
    typed: tuple[Typed, ...] = ()
    given: tuple[Given, ...] = ()
    shown: tuple[Shown, ...] = ()
    passages: tuple[Passage, ...] = ()
    problems: tuple[Problem, ...] = ()
    listings: frozenset[str] = frozenset()
    entries: tuple[Entry, ...] = ()
    headings: tuple[Heading, ...] = ()
    front: Front = field(default_factory=Front)
    words: int = 0
    recalls: tuple[Recall, ...] = ()

    @property
    def reference(self) -> str:
        """What refers to the page as a chapter, and its anchor: `chapter:cost`."""
        return f"chapter:{PurePosixPath(self.uri).stem}"

    @property
    def numbered(self) -> tuple[Statement | Figure, ...]:
        """What has a number and an id: the statements, then the figures."""
        return (*self.statements, *self.figures)
