"""Names in shown code, as links to the entries that say what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, partial
from html import escape
from typing import Any

from pygments import highlight
from pygments.filter import Filter
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
from pygments.token import Name

_FORMATTER = HtmlFormatter(cssclass="language-python highlight", wrapcode=True)
# Characters for private use, which no program holds: they pass through the formatter.
_MARKED = re.compile("\ue000(\\d+)\ue001(\\w+)\ue002")

#: Where each name of a program leads: by its line, its column and itself.
Links = Mapping[tuple[int, int, str], str]


def code_html(lines: Sequence[tuple[int, str]], links: Links) -> str:
    """Return highlighted code, given by the lines to show and their numbers in the program."""
    return _code_html(tuple(lines), frozenset(links.items()))


@lru_cache(maxsize=4096)  # a preview builds every page again when one has changed
def _code_html(lines: tuple[tuple[int, str], ...], shown: frozenset[tuple[tuple[int, int, str], str]]) -> str:
    links = dict(shown)
    numbers = [number for number, _ in lines]
    lexer = PythonLexer(stripnl=False)
    marks = _MarkNames(numbers, links)
    lexer.add_filter(marks)
    html: str = highlight("\n".join(line for _, line in lines), lexer, _FORMATTER)
    return _MARKED.sub(lambda m: f'<a class="ls-api" href="{escape(marks.found[int(m[1])])}">{m[2]}</a>', html)


class _MarkNames(Filter):
    """Marks the names that lead somewhere; a dotted name may be one token of several."""

    def __init__(self, numbers: Sequence[int], links: Links) -> None:
        super().__init__()
        self.numbers, self.links = numbers, links
        self.found: list[str] = []

    def filter(self, lexer: Any, stream: Any) -> Iterator[tuple[Any, str]]:
        """Yield the tokens, with marks in their text."""
        row, column = 0, 0
        for kind, value in stream:
            marked = value
            if kind in Name:
                marked = re.sub(r"\w+", partial(self._mark, self.numbers[row], column), value)
            yield kind, marked
            row += value.count("\n")
            column = len(value) - value.rindex("\n") - 1 if "\n" in value else column + len(value)

    def _mark(self, line: int, column: int, match: re.Match[str]) -> str:
        href = self.links.get((line, column + match.start(), match[0]))
        if href is None:
            return match[0]
        self.found.append(href)
        return f"\ue000{len(self.found) - 1}\ue001{match[0]}\ue002"
