"""The small marks that a page's text holds: what its source says at one line, judged by nobody yet."""

from __future__ import annotations

from dataclasses import dataclass

from lockstep.problem import Place


@dataclass(frozen=True)
class Fence:
    """A code fence of a page that includes a snippet, or one section of it.

    Attributes:
        figure: The id of the figure that it stands in.
        heart: Whether the author wrote ```python heart: the fragment that states the claim in code.
    """

    place: Place
    snippet: str
    section: str | None
    source: str
    figure: str | None = None
    heart: bool = False


@dataclass(frozen=True)
class Value:
    """A number that a page takes from a run: `name.attribute[index]:format`."""

    place: Place
    snippet: str
    path: str
    spec: str
    in_math: bool = False

    @property
    def spelling(self) -> str:
        """The value as a page spells it."""
        return f"{self.snippet}.{self.path}" + (f":{self.spec}" if self.spec else "")


@dataclass(frozen=True)
class Reference:
    """A mention of a statement, a figure or a bibliography entry: `[@target, locator]`."""

    place: Place
    target: str
    locator: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading, as written."""

    place: Place
    text: str


@dataclass(frozen=True)
class Formula:
    """A formula in TeX, as written."""

    place: Place
    tex: str
    display: bool


@dataclass(frozen=True)
class Code:
    """Code of a page that is not an include: what it is, and how it was written.

    Attributes:
        form: "fence", "indented", "html", or "container" for an admonition or a tab, whose content no test sees.
        info: The words behind the opening marks of a fence.
        includes: The snippet that such a fence includes nevertheless.
    """

    place: Place
    form: str
    info: str = ""
    markup: str = ""
    includes: str | None = None


@dataclass(frozen=True)
class Shown:
    """A fence of a language in which nothing of the book runs: commands to type, and the citation of the book."""

    place: Place
    language: str
    text: str


@dataclass(frozen=True)
class Typed:
    """A number typed by hand into a formula, whose rendering does not tell it from one that a run computed."""

    place: Place
    number: str


@dataclass(frozen=True)
class Given:
    """A number that the text is given, `[50,257]{.given source="its tokenizer"}`, and where it comes from."""

    place: Place
    text: str
    source: str


@dataclass(frozen=True)
class Passage:
    """What a reader is to read in one piece, without what has another source; `place` is where it begins."""

    place: Place
    text: str


@dataclass(frozen=True)
class Entry:
    """An entry of the API reference: `::: package.module.Name`."""

    place: Place
    path: str
