"""What the search of Zensical finds, and what it puts first, though its index has neither weights nor synonyms.

Of two titles, it puts the one first in which the words stand earlier; and a title may hold what is not seen. So behind
each stands what else one may type for it, and before it the more points, the less its page weighs.
"""

from __future__ import annotations

import json
from html import escape
from pathlib import Path

from lockstep.book import Book
from lockstep.site.searching import FLAT, called, whole_names, with_stated
from lockstep.store import write_whole

_HIDDEN = '<span hidden="hidden">{}</span>'
_POINTS = "· · · · · "  # a word each


def refine_flat_search(site: Path, book: Book) -> None:
    """Rewrite the index of a site that Zensical made: with statements and figures, by weight, and with synonyms."""
    index = json.loads((site / FLAT).read_text("utf-8"))
    paths = {each["location"]: each["path"] for each in index["items"]}
    weights = {book.settings.published(page.uri): page.front.weight for page in book.pages}
    entries = with_stated(site, index["items"])
    weigh = [each.get("boost", weights.get(each["location"].partition("#")[0], 1.0)) for each in entries]
    levels = sorted(set(weigh), reverse=True)
    index["items"] = [
        {"level": 3, "path": paths[each["location"].partition("#")[0]], "tags": []}
        | {name: value for name, value in each.items() if name != "boost"}
        | {"title": _title(each["title"], each["location"], levels.index(weight), book)}
        for each, weight in zip(entries, weigh, strict=True)
    ]
    write_whole(site / FLAT, json.dumps(index, ensure_ascii=False, separators=(",", ":")))


def _title(title: str, location: str, level: int, book: Book) -> str:
    """Return a title with what is not seen of it."""
    words = [*called(title, book.settings.synonyms), *whole_names(location.partition("#")[2])]
    before, behind = _POINTS * level, escape(" ".join(["", *dict.fromkeys(words)]))
    return "".join([_HIDDEN.format(before) * bool(before), title, _HIDDEN.format(behind) * bool(behind)])
