"""TOPICS: English prose that every Python carries with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pydoc_data.topics import topics as _topics


def words(text: str) -> list[str]:
    """Return the words of a text, each punctuation mark a word of its own, so that a comma is one."""
    return re.findall(r"\w+|[^\w\s]", text)


@dataclass(frozen=True)
class Topics:
    """A corpus of documents, in a fixed order.

    Attributes:
        documents: The documents.
    """

    documents: tuple[str, ...]

    @property
    def text(self) -> str:
        """The documents one after another."""
        return "".join(self.documents)

    @property
    def letters(self) -> str:
        """The text in small letters from a to z, with a `_` for whatever stands between two words."""
        return "_".join(re.findall("[a-z]+", self.text.lower()))

    @property
    def paragraphs(self) -> list[str]:
        """What stands between blank lines, document by document."""
        parts = (part for document in self.documents for part in document.split("\n\n"))
        return [part for part in parts if part.strip()]

    @property
    def sentences(self) -> list[str]:
        """The text cut after each `.`, `!` or `?` that white space follows.

        There is no condition on what comes next: a splitter that asks for a capital letter would make "no
        sentence starts with a comma" true by construction.
        """
        return [part for part in re.split(r"(?<=[.!?])\s+", self.text) if part.strip()]


def topics() -> Topics:
    """Return the help topics of the running Python (`pydoc_data.topics`), sorted by key.

    They differ between Python versions, so a statement about them is an inequality or an identity, and its
    digits come from the run.
    """
    return Topics(tuple(_topics[key] for key in sorted(_topics)))
