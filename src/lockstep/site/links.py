"""Links inside the site: each leads to a document that is there, and to an anchor in it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path

from lockstep.problem import Problem
from lockstep.site.address import exists, local, target
from lockstep.site.document import Document


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


def _spellings(file: str, fragment: str) -> Iterator[str]:
    """Yield how a source may spell an address: a reference, a link, the program of a code box, a heading."""
    if fragment:
        yield from (f"[@{fragment}", f"#{fragment}", fragment.removeprefix("code-").replace("-", "_"))
        yield fragment.replace("-", " ").capitalize()
    if stem := posixpath.basename(file.removesuffix("/index.html")).removesuffix(".html"):
        yield f"{stem}.md"
        yield stem
