"""Marks of the sources that reached the reader: nobody rendered them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import CData, Comment, Declaration, Doctype, ProcessingInstruction, Tag
from bs4.element import NavigableString

from lockstep.problem import Problem
from lockstep.site.document import Document

#: Marks that no text may hold, code included, and what each is of.
_ANYWHERE = {
    "--8<--": "an include",
    "{python}": "a value",
    "{.given": "a number marked as given",
    "wzxhzdk:": "what Python-Markdown put aside",
    "klzzwxh:": "what Python-Markdown put aside",
}
#: Marks that code may hold.
_IN_TEXT = {
    re.compile(r"\\[()\[\]]|\\begin\{|\$\$"): "a formula in TeX",
    re.compile(r"\[@"): "a reference",
    re.compile(r"^\s*/{3,}(?: |$)", re.M): "a block",
}
_CODE = frozenset({"code", "pre", "kbd", "samp", "script", "style"})
_UNSEEN = (Comment, CData, Declaration, Doctype, ProcessingInstruction)


def check_marks(documents: tuple[Document, ...]) -> Iterator[Problem]:
    """Marks that were not rendered, and what the renderer marked as missing."""
    for document in documents:
        dollars = r"\$" in document.text  # typed as a sign of its own, so that a pair of them may be no formula
        for text in document.html.find_all(string=True):
            if text.strip() and not isinstance(text, _UNSEEN):
                for mark, of in _left(text, dollars=dollars):
                    near = " ".join(text[max(0, text.index(mark) - 20) :][:60].split())
                    what = f"{of} was not rendered: {near!r}"
                    yield document.problem(what, "give it a paragraph of its own, at the margin", near, mark.strip())
        for tag in document.html.find_all(_unresolved):
            words = tag.get_text().strip()
            if tag.name != "autoref":
                yield document.problem(f"{words!r} is missing", "name what the book has", words.rstrip("?"))
            else:
                remedy = "name an object of the library, in full"
                yield document.problem(f"nothing is called {words!r}", remedy, str(tag.get("identifier")), words)


def _unresolved(tag: Tag) -> bool:
    return tag.name == "autoref" or "ls-missing" in (tag.get("class") or ())


def _left(text: NavigableString, *, dollars: bool) -> Iterator[tuple[str, str]]:
    names = [parent.name for parent in text.parents]
    if "script" not in names and "style" not in names:
        yield from ((mark, of) for mark, of in _ANYWHERE.items() if mark in text)
    if not _CODE.intersection(names):
        for pattern, of in _IN_TEXT.items():
            if match := pattern.search(text):
                yield match[0], of
        if not dollars and (match := re.search(r"\$[^$]+\$", text)):
            yield match[0], "a formula in TeX"
