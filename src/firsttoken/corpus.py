"""TOPICS: English prose that every Python carries with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pydoc_data.topics import topics as _topics
from typing import NamedTuple

from firsttoken import checks
from firsttoken.errors import FirstTokenError, WrongType
from firsttoken.vocabulary import Vocabulary


def split_words(text: str) -> list[str]:
    """Return the words of a text, each punctuation mark a word of its own, so that a comma is one.

    Nothing is lost but white space.
    """
    return re.findall(r"\w+|[^\w\s]", checks.text(text, "a text", "Give a str"))


@dataclass(frozen=True)
class Topics:
    """A corpus of documents, in a fixed order.

    Attributes:
        documents: The documents.
    """

    documents: tuple[str, ...]

    def __post_init__(self) -> None:
        if not isinstance(self.documents, tuple) or not all(isinstance(each, str) for each in self.documents):
            raise WrongType(
                f"a corpus is a tuple of texts; given {checks.shown(self.documents)}", "Write Topics((first, second))"
            )

    def __repr__(self) -> str:
        return f"Topics({len(self.documents)} documents, {sum(map(len, self.documents)):,} characters)"

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

        There is no condition on what comes next. That no sentence starts with a comma is then no matter of where the
        text is cut: in print hardly a comma follows white space.
        """
        return [part for part in re.split(r"(?<=[.!?])\s+", self.text) if part.strip()]


def topics() -> Topics:
    """Return the help topics of the running Python (`pydoc_data.topics`), sorted by key.

    They differ between Python versions, so a statement about them is an inequality or an identity, and its
    digits come from the run.
    """
    return Topics(tuple(_topics[key] for key in sorted(_topics)))


class Split(NamedTuple):
    """Texts to train on and texts to measure on, as indices of a vocabulary.

    Attributes:
        vocabulary: The special symbols, the one for unknown words, and the frequent words, most frequent first.
        training: The texts to train on.
        held_out: The texts that are kept away from training.
    """

    vocabulary: Vocabulary
    training: list[list[int]]
    held_out: list[list[int]]


def split_sentences(
    corpus: Topics,
    *,
    shortest: int,
    longest: int,
    frequent: int,
    special: Sequence[str],
    unk: str,
    cut: bool = False,
) -> Split:
    """Return every other sentence to train on, and the others to measure on.

    The words with a symbol of their own are chosen without the latter. A sentence that occurs more than once is used
    once, so that none is in both halves.

    Args:
        corpus: The texts.
        shortest: The fewest words of a sentence; shorter ones are left out.
        longest: The most words of a sentence; longer ones are left out, or cut.
        frequent: How many words have a symbol of their own, those that are most frequent in the training half.
        special: Symbols that stand for no word, such as a start symbol.
        unk: The symbol of every other word.
        cut: Whether longer sentences are cut to their first `longest` words. They are left out otherwise.

    Raises:
        FirstTokenError: If there are not two different sentences, or if one has a word that is spelled as a special
            symbol.
    """
    checks.instance(corpus, Topics, "a corpus", "Give topics()")
    checks.whole(longest, "longest", least=checks.whole(shortest, "shortest", least=1))
    checks.whole(frequent, "frequent", least=1)
    checks.instance(cut, bool, "cut, True or False", "Give one of them")
    remedy = "Give special symbols as a list, special=['<s>', '</s>'], and unk='<?>', say"
    reserved = [checks.text(each, "a special symbol", remedy) for each in checks.collection(special, "special", remedy)]
    reserved.append(checks.text(unk, "unk", remedy))
    each = [split_words(sentence) for sentence in corpus.sentences]
    fitting = [words[:longest] for words in each if shortest <= len(words) and (cut or len(words) <= longest)]
    distinct = list(dict.fromkeys(map(tuple, fitting)))
    if len(distinct) < 2:
        raise FirstTokenError(
            f"each half needs a sentence: at least two different ones; given {len(distinct)}", "Allow other lengths"
        )
    if taken := set(reserved) & set().union(*distinct):
        raise FirstTokenError(f"a special symbol is no word; given as both: {min(taken)!r}", "Spell it otherwise")
    counts = Counter(word for words in distinct[::2] for word in words)
    vocabulary = Vocabulary([*reserved, *(word for word, _ in counts.most_common(frequent))])
    index = {symbol: place for place, symbol in enumerate(vocabulary)}
    encoded = [[index.get(word, len(reserved) - 1) for word in words] for words in distinct]
    return Split(vocabulary, encoded[::2], encoded[1::2])
