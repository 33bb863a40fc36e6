"""Links and requests: each leads to a file of the site that is there, and nothing is asked of another host."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import Tag

from lockstep.book.config import CONFIG
from lockstep.problem import Problem
from lockstep.site.document import Document

_STYLE_URL = re.compile(r"""(?:@import\s+|url\(\s*)["']?([^"')\s;]+)""")
#: Attributes that load what they name; those of a link that only says where something is do not.
_LOADING = ("src", "data", "poster")
_NAMING = frozenset({"canonical", "alternate", "prev", "next", "author", "license", "edit", "search"})
_HOST = "a request to another host: {!r}"
_KEEP = "keep a copy in docs/assets, or link to it"


def check_links(documents: tuple[Document, ...], folder: Path, prefix: str) -> Iterator[Problem]:
    """Links to documents and anchors that are not there."""
    by_file = {document.file: document for document in documents}
    for document in documents:
        for tag in document.tags:
            if tag.name != "a" or not local(href := str(tag.get("href", ""))):
                continue
            file, fragment = target(href, document.file, prefix)
            hints = (*_spellings(file, fragment), tag.get_text().strip())
            if not exists(folder, file):
                what = f"the link {href!r} leads to nothing"
                yield document.problem(what, "correct it, or add the page that it names", *hints)
            elif fragment and file in by_file and fragment not in by_file[file].anchors:
                what = f"the link {href!r} leads to no anchor: {file} has no {fragment!r}"
                yield document.problem(what, "correct it, or give what it names that id", *hints)


def check_ids(documents: tuple[Document, ...]) -> Iterator[Problem]:
    """Ids that a document has twice, so that a link finds the first of them only."""
    for document in documents:
        for ident, count in document.anchors.items():
            if count > 1:
                what = f"the id {ident!r} stands {count} times in {document.file}"
                yield document.problem(what, "name one of them differently", f"id: {ident}", *_spellings("", ident))


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


def _spellings(file: str, fragment: str) -> Iterator[str]:
    """Yield how a source may spell an address: a reference, a link, the program of a code box, a heading."""
    if fragment:
        yield from (f"[@{fragment}", f"#{fragment}", re.sub("^(code|program)-", "", fragment).replace("-", "_"))
        yield fragment.replace("-", " ").capitalize()
    if stem := posixpath.basename(file.removesuffix("/index.html")).removesuffix(".html"):
        yield f"{stem}.md"
        yield stem


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


def foreign(url: str) -> bool:
    """Whether an address names another host, `https://host/…` or `//host/…`."""
    return urlsplit(url.strip()).netloc != ""


def local(url: str) -> bool:
    """Whether an address names something in this site; `data:` and `mailto:` do not."""
    parts = urlsplit(url.strip())
    return not parts.scheme and not parts.netloc


def target(url: str, file: str, prefix: str) -> tuple[str, str]:
    """Return the file of the site that a local address names, and its fragment.

    Args:
        url: The address, as written.
        file: The file that it stands in.
        prefix: The path below which the site is published, with a slash at both ends.
    """
    parts = urlsplit(url.strip())
    path = unquote(parts.path)
    if not path:
        return file, unquote(parts.fragment)
    if path.startswith("/"):
        path = path.removeprefix(prefix) if path.startswith(prefix) else f"outside{path}"
    else:
        path = posixpath.join(posixpath.dirname(file), path)
    name = "index.html" if path.endswith(("/", "/.", "/..")) or path in ("", ".", "..") else ""
    return posixpath.normpath(posixpath.join(path, name)), unquote(parts.fragment)


def exists(folder: Path, file: str) -> bool:
    """Whether a file of the site is there."""
    return not file.startswith("..") and (folder / file).is_file()
