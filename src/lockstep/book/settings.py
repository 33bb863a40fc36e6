"""What mkdocs.yml says to lockstep: the options of `lockstep.render`, and what lockstep reads of MkDocs' own."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from lockstep.book.config import CONFIG, Lines, Where, read_config
from lockstep.book.present import listed, not_installed, not_there
from lockstep.book.schema import EXTENSION, OPTIONS, MkDocs, Options, validated
from lockstep.problem import BookError, Place, Problem

#: An option of the extension that no book sets: a hook says where the book is, wherever MkDocs is called.
ROOT = "root"
#: The folder of the docs folder that a build writes.
GENERATED = "generated"


@dataclass(frozen=True)
class Settings(Options):
    """What a book's mkdocs.yml says to lockstep; every path is relative to `root`."""

    root: Path
    docs: str = "docs"
    snippets: str = "snippets"
    build: str = "build"
    nav: tuple[str, ...] = ()
    hooks: tuple[str, ...] = ()
    prefix: str = "/"
    address: str = ""
    repository: str = ""
    directory_urls: bool = True
    lines: Lines = field(default_factory=Lines, compare=False)

    @property
    def generated(self) -> str:
        """Where a build writes what pages need and no source holds."""
        return f"{self.docs}/{GENERATED}"

    def program(self, name: str) -> str:
        """Return where the book keeps a program, relative to its root."""
        return f"{self.snippets}/{name}.py"

    def published(self, uri: str) -> str:
        """Return where a page is, from the top of the site; a folder's own page is the folder."""
        folder, name = posixpath.split(uri.removesuffix(".md"))
        if name in ("index", "README"):
            name = "" if self.directory_urls else "index.html"
        else:
            name += "/" if self.directory_urls else ".html"
        return posixpath.join(folder, name)

    def place(self, option: str, number: int) -> Place:
        """Return the line of mkdocs.yml at which an option's list has an entry."""
        return Place(CONFIG, self.lines[option, number])


def load_settings(root: Path) -> Settings:
    """Read the settings of the book at `root`.

    Raises:
        BookError: There is no mkdocs.yml, or something in it is not what it should be.
    """
    content, lines = read_config(root)
    given = {name: each for name, each in content.items() if each is not None}
    config = validated(MkDocs, given, lines, ())
    top, options = _options(given, lines)
    chosen = validated(Options, {name: each for name, each in options.items() if each is not None}, lines, top)
    nav = tuple(_pages(given.get("nav", []), ("nav",), lines))
    if problems := [*not_there(root, config, chosen, nav, lines, top), *not_installed(given, lines)]:
        raise BookError(problems)
    return Settings(
        root=root,
        docs=PurePosixPath(config.docs_dir).as_posix(),
        nav=tuple(page for page, _ in nav if page.endswith(".md")),
        hooks=tuple(config.hooks),
        prefix=urlsplit(config.site_url).path.rstrip("/") + "/",
        address=config.site_url.rstrip("/") + "/" if config.site_url else "",
        repository=config.extra.repository.rstrip("/"),
        directory_urls=config.use_directory_urls,
        lines=Lines({where[len(top) :]: line for where, line in lines.items() if where[: len(top)] == top}),
        **vars(chosen),
    )


def _options(given: Mapping[str, Any], lines: Lines) -> tuple[Where, dict[str, Any]]:
    """Return where the options of the extension stand, and what they are."""
    found = [each for each in listed(given, "markdown_extensions", lines) if each[0] == EXTENSION]
    if len(found) != 1:
        line = lines[found[1][1]] if found else lines["markdown_extensions",]
        what = f"{EXTENSION} {'stands twice' if found else 'does not stand'} among the markdown_extensions"
        remedy = "remove one of the two" if found else f"add it: `  - {EXTENSION}`"
        raise BookError([Problem(CONFIG, line, what, remedy)])
    ((_, where, options),) = found
    if not isinstance(options, dict):
        what = f"{EXTENSION}: given {options!r}, where a table of options is expected"
        raise BookError([Problem(CONFIG, lines[where], what, f"there are: {', '.join(OPTIONS)}")])
    return where, options


def _pages(nav: Any, where: Where, lines: Lines) -> Iterator[tuple[str, Where]]:
    """Yield the pages of a nav in reading order, however deeply nested, each with where it stands.

    Raises:
        BookError: Something in it is neither a page nor a list of them.
    """
    if isinstance(nav, list):
        for number, each in enumerate(nav):
            inside = (*where, number)
            if isinstance(each, dict):
                for name, value in each.items():
                    yield from _pages(value, (*inside, str(name)), lines)
            else:
                yield from _pages([] if each is None else each, inside, lines)
    elif isinstance(nav, str) and len(where) > 1:
        yield nav, where
    else:
        what = f"nav: given {nav!r}, where {'a page' if len(where) > 1 else 'a list of pages'} is expected"
        raise BookError([Problem(CONFIG, lines[where], what, "write a page a line, each behind a hyphen")])
