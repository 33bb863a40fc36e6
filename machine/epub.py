"""Bind the essay as a book for reading devices, build/site/first-token.epub: `python -m machine.epub`.

Pandoc binds it, from the essay, its chapters and the works they cite, as they are in the built site. Formulas go around
Pandoc, which would read them and write its own. Bytes depend on the site and on the version of Pandoc alone.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup

from lockstep.book.release import Release
from machine.audit_site import SITE
from machine.leaves import draw, formulas, lead, still
from machine.sheets import released, sheets

BOOK = "first-token.epub"
WORKS = "reference/bibliography/"
STYLE = Path(__file__).with_suffix(".css").resolve()
_READ = ("--from=html", "--to=json")
_BIND = ("--from=json", "--to=epub3", "--output=book.epub", f"--css={STYLE}", "--metadata-file=told.json")
_SHAPE = ("--split-level=1", "--toc-depth=2", "--syntax-highlighting=none")


class NotBoundError(Exception):
    """There can be no book; the message says why."""


def main() -> int:
    """Write the book; return what a shell is told."""
    try:
        release = released()
        bound = bind(SITE, release)
    except (FileNotFoundError, NotBoundError) as error:
        print(error)
        return 2
    (SITE / BOOK).write_bytes(bound)
    print(f"{SITE / BOOK}, {len(bound) / 1e6:.1f} MB")
    return 0


def bind(site: Path, release: Release) -> bytes:
    """Return the book of a site.

    Raises:
        FileNotFoundError: The site is not built; the message says what to do.
        NotBoundError: There is no Pandoc, or it stopped.
    """
    found = sheets(site)
    pages = {sheet.address: BeautifulSoup(sheet.html, "html.parser") for sheet in found}
    pages[WORKS] = BeautifulSoup((site / WORKS / "index.html").read_text("utf-8"), "html.parser")
    rights = pages[found[0].address].select_one(".md-copyright__highlight")
    articles = {address: article for address, page in pages.items() for article in page.select("article")}
    told = {
        "title": release.title,
        "author": list(release.authors),
        "date": f"{release.day}",
        "lang": "en",
        "identifier": f"{Path(BOOK).stem}-{release.version}",
        "rights": rights.get_text() if rights else "",
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        kept: list[str] = []
        for address, article in articles.items():
            still(article)
            kept += formulas(article)
            draw(article, folder, address.strip("/").replace("/", "-"))
        lead(articles, found[0].site)
        html = "".join(article.decode_contents() for article in articles.values())
        document = json.loads(_pandoc(folder, release, html, *_READ))
        for node, formula in zip(_nodes(document, "Math"), kept, strict=True):
            node.update(t="RawInline", c=["html", formula])
        (folder / "told.json").write_text(json.dumps(told), "utf-8")
        _pandoc(folder, release, json.dumps(document), *_BIND, *_SHAPE)
        return (folder / "book.epub").read_bytes()


def _nodes(within: object, kind: str) -> Iterator[dict[str, Any]]:
    """Yield the nodes of a kind, in the order of the text."""
    if isinstance(within, dict) and within.get("t") == kind:
        yield within
    elif isinstance(within, dict | list):
        for each in within.values() if isinstance(within, dict) else within:
            yield from _nodes(each, kind)


def _pandoc(folder: Path, release: Release, text: str, *options: str) -> str:
    """Let Pandoc read a text, as if on the day of the release; return what it writes.

    It is the one that constraints.txt pins, since another would write other bytes.
    """
    package = find_spec("pypandoc")
    pandoc = Path(package.origin).with_name("files") / "pandoc" if package and package.origin else None
    if pandoc is None or not pandoc.is_file():
        raise NotBoundError("The book takes Pandoc, which comes with pypandoc_binary, and that is not here: make setup")
    ran = subprocess.run(
        [pandoc, "--fail-if-warnings", *options],
        cwd=folder,
        env=os.environ | {"SOURCE_DATE_EPOCH": f"{datetime.combine(release.day, time(), UTC).timestamp():.0f}"},
        input=text,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if ran.returncode:
        raise NotBoundError(f"Pandoc stopped: {ran.stderr.strip() or 'it says nothing'}")
    return ran.stdout


if __name__ == "__main__":
    sys.exit(main())
