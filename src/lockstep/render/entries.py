"""The entries of the API reference: under each, the statements that use it."""

from __future__ import annotations

import re
from html import escape

import griffe
from markdown import markdown
from markdown.preprocessors import Preprocessor

from lockstep.book.prose import ENTRY
from lockstep.render.page import OfBook

#: An entry, with its options below it.
_ENTRY = re.compile(rf"^{ENTRY.pattern}$((?:\n {{4}}.*\S.*)*)", re.M)


class ShowEntries(OfBook, Preprocessor):
    """Adds to each `::: path` who uses it; where mkdocstrings is off, puts a summary in its place."""

    def run(self, lines: list[str]) -> list[str]:
        """Fill in the entries of a page; a docstring has none."""
        if self.context.page is None or not self.context.page.entries:
            return lines
        return _ENTRY.sub(self._show, "\n".join(lines)).split("\n")

    def _show(self, match: re.Match[str]) -> str:
        shown = match[0]
        if "mkdocstrings" not in self.md.parser.blockprocessors:
            shown = "\n" + self.md.htmlStash.store(f'<div class="ls-stub">{self._summary(match[1])}</div>')
        return "\n".join([shown, "", *self._users(match[1])])

    def _users(self, path: str) -> list[str]:
        users = self.context.edition.api.users(path)
        if not users:
            return []
        words = [
            f"[@{statement.ident}]" + (f" ({', '.join(f'`{member}`' for member in members)})" if members else "")
            for statement, members in users
        ]
        return ["/// used", "", f"Used by {', '.join(words)}.", "", "///", ""]

    def _summary(self, path: str) -> str:
        api = self.context.edition.api
        target = api.library.find(path)
        if target is None:  # in a preview of a book with problems
            return f'<p><strong class="ls-missing">{escape(path)}?</strong></p>'
        if target.is_module:
            return _first(target)
        members = [each for each in api.anchors if each.startswith(f"{path}.")]
        inside = "".join(_stub("h3", api.library.find(each)) for each in members)
        return _stub("h2", target) + inside


def _stub(tag: str, target: griffe.Object | None) -> str:
    if target is None:
        return ""
    return f'<{tag} id="{target.path}"><code>{target.name}</code></{tag}>{_first(target)}'


def _first(target: griffe.Object) -> str:
    return markdown(target.docstring.value.partition("\n\n")[0]) if target.docstring else ""
