"""How a work is written in a bibliography: authors, title, where it appeared, year, and links to it."""

from __future__ import annotations

from typing import Any

from pybtex.backends.html import Backend
from pybtex.style.formatting.unsrt import Style
from pybtex.style.template import FieldIsMissing, field, sentence

_LINKS = ("doi", "eprint", "url")


class _AsGiven(Style):  # type: ignore[misc]  # pybtex has no types
    """Keeps the capitals of a title, which BibTeX would lower."""

    def format_title(self, e: Any, which_field: str, as_sentence: bool = True) -> Any:
        title = field(which_field)
        return sentence[title] if as_sentence else title


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
        text = _AsGiven().format_entry("", entry).text
    except FieldIsMissing as error:
        raise ValueError(str(error)) from error
    return str(text.render(Backend()))
