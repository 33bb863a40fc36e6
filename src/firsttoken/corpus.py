"""TOPICS: English prose that every Python carries with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pydoc_data.topics import topics as _topics
from typing import NamedTuple

from firsttoken.errors import FirstTokenError
from firsttoken.vocabulary import Vocabulary


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


class Halves(NamedTuple):
    """Texts to train on and texts to measure on, as indices of a vocabulary.

    Attributes:
        vocabulary: The special symbols, the one for rare words, and the frequent words, most frequent first.
        training: The texts to train on.
        held_out: The texts that are kept away from training.
    """

    vocabulary: Vocabulary
    training: list[list[int]]
    held_out: list[list[int]]


def halves(texts: Iterable[Sequence[str]], *, often: int, special: Sequence[str], rare: str) -> Halves:
    """Return every other text to train on, and the others to measure on; the words are chosen without the latter.

    A text that occurs more than once is used once, so that none is in both halves.

    Args:
        texts: The words of each text.
        often: How many words have a symbol of their own, those that are most frequent in the training half.
        special: Symbols that stand for no word, such as a start symbol.
        rare: The symbol of every other word.

    Raises:
        FirstTokenError: If there are not two different texts, or if one has a word that is spelled as a special symbol.
    """
    distinct = list(dict.fromkeys(map(tuple, texts)))
    if len(distinct) < 2:
        raise FirstTokenError(f"each half needs a text: at least two different ones; given {len(distinct)}")
    reserved = [*special, rare]
    if taken := set(reserved) & set().union(*distinct):
        raise FirstTokenError(f"a special symbol is no word; given as both: {min(taken)!r}")
    counts = Counter(word for text in distinct[::2] for word in text)
    vocabulary = Vocabulary([*reserved, *(word for word, _ in counts.most_common(often))])
    index = {symbol: place for place, symbol in enumerate(vocabulary)}
    encoded = [[index.get(word, len(special)) for word in text] for text in distinct]
    return Halves(vocabulary, encoded[::2], encoded[1::2])
