"""How a work is written in a bibliography: authors, title, where it appeared, year, and links to it."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import urlsplit

from pybtex.backends.html import Backend
from pybtex.style.formatting.unsrt import Style
from pybtex.style.template import FieldIsMissing, field, href, sentence

_LINKS = ("doi", "eprint", "url")


class _AsGiven(Style):
    """Keeps the capitals of a title, which BibTeX would lower, and shows of an address whose it is."""

    def format_title(self, e: Any, which_field: str, as_sentence: bool = True) -> Any:
        title = field(which_field)
        return sentence[title] if as_sentence else title

    def format_url(self, e: Any) -> Any:
        return href(field("url", raw=True))[field("url", raw=True, apply_func=_host)]


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
