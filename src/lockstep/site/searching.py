"""What the search of a site finds: each statement and figure, by its name, its number and what else it is called.

MkDocs' own plugin makes an entry of each heading. Here its index gets one for each statement and figure as well. The
words of `synonyms`, and their misspellings by one letter, lead to the entries that have one of them in their title;
whole names lead to what a module holds; and code is not found.

Zensical's index has neither weights nor synonyms. Of two titles, it puts the one first in which the words stand
earlier; and a title may hold what is not seen. So behind each stands what else one may type for it, and before it the
more points, the less its page weighs.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape, unescape
from pathlib import Path
from typing import Any

from lockstep.book import Book
from lockstep.store import write_whole

INDEX = "search/search_index.json"
#: That of Zensical, which has no weights.
FLAT = "search.json"
#: The field of an entry with what few will type; a title and its synonyms, which are tags, come before it.
SPELT = "spelt"
_TAG = re.compile(r"<[^>]*>")
_CODE = re.compile(r"<pre\b.*?</pre>", re.S)
_DISPLAYED = re.compile(r'<div class="ls-math.*?</div>', re.S)  # no line of plain text can show one
#: What lockstep writes for a statement: its id, its title, what it says. Its proof and its program are folds.
_STATEMENT = re.compile(
    r'<section [^>]*class="ls-statement[^>]*\bid="([^"]+)"[^>]*>\s*'
    r'<p class="ls-title"[^>]*>(.*?)</p>(.*?)(?=<details|<footer|</section>)',
    re.S,
)
#: The same of a figure: its id, its number, its caption.
_FIGURE = re.compile(
    r'<figure [^>]*class="ls-figure[^>]*\bid="([^"]+)"[^>]*>.*?<figcaption[^>]*>\s*(<a .*?</a>)(.*?)</figcaption>', re.S
)
_STATED = 3  # times as much as the part of a page in which it stands
_LETTERS = 400  # of a text, more than the search shows
_LONG = 7  # letters, from which a word is often misspelt
_HIDDEN = '<span hidden="hidden">{}</span>'
_POINTS = "· · · · · "  # a word each


def index_of(site: Path) -> tuple[str, str]:
    """Return where the index of a site is, whichever generator wrote it, and by what name its entries stand there.

    Raises:
        FileNotFoundError: There is none, as in a preview.
    """
    for file, name in ((INDEX, "docs"), (FLAT, "items")):
        if (site / file).is_file():
            return file, name
    raise FileNotFoundError(site / INDEX)


def indexed(site: Path) -> list[dict[str, Any]]:
    """Return what the search of a site knows; nothing, where it has none."""
    try:
        file, name = index_of(site)
    except FileNotFoundError:
        return []
    return list(json.loads((site / file).read_text("utf-8"))[name])


def refine_search(site: Path, synonyms: Sequence[Sequence[str]]) -> None:
    """Rewrite the index of the search of a site; a preview has none."""
    file = site / INDEX
    if not file.is_file():
        return
    index = json.loads(file.read_text("utf-8"))
    index["docs"] = [_tagged(each, synonyms) for each in with_stated(site, index["docs"])]
    index["config"]["fields"][SPELT] = {"boost": 10.0}
    write_whole(file, json.dumps(index, ensure_ascii=False, separators=(",", ":")))


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
        | {"title": _seen_and_not(each["title"], each["location"], levels.index(weight), book)}
        for each, weight in zip(entries, weigh, strict=True)
    ]
    write_whole(site / FLAT, json.dumps(index, ensure_ascii=False, separators=(",", ":")))


def _seen_and_not(title: str, location: str, level: int, book: Book) -> str:
    """Return a title with what is not seen of it."""
    words = [*called(title, book.settings.synonyms), *whole_names(location.partition("#")[2])]
    before, behind = _POINTS * level, escape(" ".join(["", *dict.fromkeys(words)]))
    return "".join([_HIDDEN.format(before) * bool(before), title, _HIDDEN.format(behind) * bool(behind)])


def with_stated(site: Path, entries: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the entries of an index without code, and one more for each statement and figure of their pages."""
    pages = dict.fromkeys(each["location"].partition("#")[0] for each in entries)
    kept = [{**each, "text": _CODE.sub("", each["text"])} for each in entries]
    return kept + [each for page in pages for each in _stated(site, page)]


def _stated(site: Path, page: str) -> Iterator[dict[str, Any]]:
    """Yield an entry for each statement and figure of a page."""
    html = (site / (page if page.endswith(".html") else posixpath.join(page, "index.html"))).read_text("utf-8")
    for pattern in (_STATEMENT, _FIGURE):
        for ident, title, text in pattern.findall(html):
            name, words = escape(_words(title)), escape(_words(_DISPLAYED.sub(" … ", text))[:_LETTERS])
            yield {"location": f"{page}#{ident}", "title": name, "text": f"<p>{words}</p>", "boost": _STATED}


def _words(html: str) -> str:
    return " ".join(unescape(_TAG.sub("", html)).split())


def _tagged(entry: Mapping[str, Any], synonyms: Sequence[Sequence[str]]) -> Mapping[str, Any]:
    """Return an entry with what else one may type for its title."""
    words = called(entry["title"], synonyms)
    spelt = [*whole_names(entry["location"].partition("#")[2]), *(each for word in words for each in misspelt(word))]
    found = {"tags": words, SPELT: spelt}
    return {
        **entry,
        **{field: [escape(each) for each in dict.fromkeys(those)] for field, those in found.items() if those},
    }


def called(title: str, synonyms: Sequence[Sequence[str]]) -> list[str]:
    """Return what else one may type for a title."""
    told = _words(title)
    return [
        word
        for group in synonyms
        if any(re.search(rf"(?<!\w){re.escape(each)}(?!\w)", told, re.IGNORECASE) for each in group)
        for word in group
    ]


def whole_names(anchor: str) -> list[str]:
    """Return how a program names what an anchor such as `package.module.Class.method` is about, if it is one."""
    first, *inner = anchor.split(".")
    return [f"{first}.{inner[-1]}", f"{inner[-2]}.{inner[-1]}", anchor] if len(inner) > 1 else []


def misspelt(word: str) -> list[str]:
    """Return a long word without one of its letters, or with two neighbours exchanged; the first letter stays."""
    if len(word) < _LONG or not word.isalpha():
        return []
    lost = {word[:at] + word[at + 1 :] for at in range(1, len(word))}
    exchanged = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(1, len(word) - 1)}
    return sorted((lost | exchanged) - {word})
