"""What a document makes a browser load: files of the site that are there, and nothing from another host."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bs4 import Tag

from lockstep.book.settings import CONFIG
from lockstep.problem import Problem
from lockstep.site.address import exists, foreign, local, target
from lockstep.site.document import Document

_STYLE_URL = re.compile(r"""(?:@import\s+|url\(\s*)["']?([^"')\s;]+)""")
#: Attributes that load what they name; those of a link that only says where something is do not.
_LOADING = ("src", "data", "poster")
_NAMING = frozenset({"canonical", "alternate", "prev", "next", "author", "license", "edit", "search"})
_HOST = "a request to another host: {!r}"
_KEEP = "keep a copy in docs/assets, or link to it"


def check_requests(documents: tuple[Document, ...], folder: Path, prefix: str) -> Iterator[Problem]:
    """Requests to other hosts, and for files that are not there."""
    for document in documents:
        for tag in document.tags:
            for url in _loaded(tag):
                if foreign(url):
                    yield document.problem(_HOST.format(url), _KEEP, url)
                elif local(url) and not exists(folder, target(url, document.file, prefix)[0]):
                    yield document.problem(f"{url!r} is loaded and is not there", "add the file, or correct it", url)
    for path in sorted(folder.rglob("*.css")):
        file = path.relative_to(folder).as_posix()
        for url in _STYLE_URL.findall(path.read_text("utf-8")):
            if foreign(url):
                yield Problem(CONFIG, 1, f"in {file}: {_HOST.format(url)}", _KEEP)
            elif local(url) and not exists(folder, target(url, file, prefix)[0]):
                yield Problem(CONFIG, 1, f"in {file}: {url!r} is loaded and is not there", "add the file")


def _loaded(tag: Tag) -> Iterator[str]:
    """Yield every address that an element makes a browser load, except one within the document."""
    found = [str(tag[name]) for name in _LOADING if tag.has_attr(name)]
    if tag.has_attr("srcset"):
        found += [candidate.split()[0] for candidate in str(tag["srcset"]).split(",") if candidate.strip()]
    if tag.name == "link" and not _NAMING.intersection(tag.get("rel") or ()):
        found.append(str(tag.get("href", "")))
    if tag.name in ("use", "image"):
        found += [str(tag[name]) for name in ("href", "xlink:href") if tag.has_attr(name)]
    styles = [str(tag.get("style", "")), tag.get_text() if tag.name == "style" else ""]
    found += [url for style in styles for url in _STYLE_URL.findall(style)]
    yield from (url for url in found if url and not url.startswith("#"))
