"""Where in the sources something that is seen on a built page may stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lockstep.book.config import CONFIG
from lockstep.book.text import lines_of
from lockstep.problem import Place
from lockstep.site.document import Document

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Locator:
    """Finds the line of a source by the words that were seen.

    Attributes:
        sources: What each source holds; mkdocs.yml too, which has titles of the navigation and the glossary.
    """

    sources: Mapping[str, str]

    def place(self, document: Document, words: str, part: str, *, framed: bool = False) -> Place:
        """Return the line that holds a part of what was seen, and most words of it.

        Args:
            document: Where it was seen.
            words: What was seen, with what is around it.
            part: What of it the line has to hold; where no line does, it may be spelled otherwise, as an entity.
            framed: Whether it was seen around a page, and not on it.
        """
        sought = set(_WORD.findall(words))
        own = [CONFIG, document.source] if framed else [document.source, CONFIG]
        for path in dict.fromkeys([*own, *self.sources]):
            if found := max(_counted(self.sources[path], sought, part), default=None):
                return Place(path, -found[1])
        counted = max(_counted(document.text, sought, ""), default=(0, -1))
        return Place(document.source, -counted[1] if counted[0] > 1 else 1)


def _counted(text: str, sought: set[str], part: str) -> Iterator[tuple[int, int]]:
    """Yield how many words each line shares with what is sought, and its number, the first line being the best."""
    for number, line in enumerate(lines_of(text), 1):
        if part in line:
            yield len(sought.intersection(_WORD.findall(line))), -number
