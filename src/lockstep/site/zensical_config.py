"""What mkdocs.yml says, as Zensical is to read it: paths from the copy, numbers of chapters, labs that are pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lockstep.book.config import CONFIG, Lines, Where, read_config
from lockstep.book.present import listed
from lockstep.book.schema import EXTENSION
from lockstep.book.settings import Settings
from lockstep.edition import Edition
from lockstep.problem import BookError, Problem
from lockstep.site.feed import FEED, has_feed

#: The extension that lockstep adds, and the one theme that Zensical has.
PAGES, THEME = "lockstep.site.zensical_pages", "material"
#: What hooks in here do is done without them.
_OWN = Path(__file__).resolve().parents[1]


def zensical_config(edition: Edition) -> dict[str, Any]:
    """Return the settings of a copy of the book.

    Raises:
        BookError: Something is not there, or is not what Zensical can read.
    """
    book, root = edition.book, edition.book.settings.root
    content, lines = read_config(root)
    given = {name: each for name, each in content.items() if each is not None and name not in ("hooks", "watch")}
    if not given.get("site_url"):
        given.pop("site_url", None)  # an empty one would give each page a path for its address
    extensions = list(listed(given, "markdown_extensions", lines))
    theme = given.get("theme", "mkdocs")  # which MkDocs takes where none is named
    theme = theme if isinstance(theme, dict) else {"name": theme}
    if problems := [*_missing(given, theme, lines), *_uncalled(book.settings, lines), *_unread(extensions, lines)]:
        raise BookError(problems)
    plugins = {
        name: {option: each for option, each in options.items() if each is not None}
        for name, _, options in listed(given, "plugins", lines)
        if name != "mkdocs-jupyter"
    }
    for handler in plugins.get("mkdocstrings", {}).get("handlers", {}).values():
        handler["paths"] = [str(root / path) for path in handler.get("paths", ["."])]
    theme = {**theme, "variant": "classic"}  # Material's look
    if "custom_dir" in theme:
        theme["custom_dir"] = str(root / theme["custom_dir"])
    extra = {**given.get("extra", {}), "feed": FEED if has_feed(book) else ""}
    extra["release"] = {"named": book.release.named} if book.release else ""
    labs = {PAGES: {"labs": [lab.uri for lab in book.labs]}}
    return given | {
        "docs_dir": "docs",
        "site_dir": "site",
        "nav": _nav(given["nav"], edition),
        "theme": theme,
        "extra": extra,
        "markdown_extensions": {name: options for name, _, options in extensions} | labs,
        "plugins": plugins,
    }


def _missing(given: Mapping[str, Any], theme: Mapping[str, Any], lines: Lines) -> Iterator[Problem]:
    """Yield what MkDocs does without, or takes otherwise."""
    for name, remedy in {"site_name": "write `site_name: …`", "nav": "write a page a line, below `nav:`"}.items():
        if not given.get(name):
            yield Problem(CONFIG, lines[name,], f"there is no {name}, which Zensical is to be told", remedy)
    if theme.get("name") != THEME:
        what = f"theme: given {theme.get('name')!r}, and Zensical looks like {THEME!r} alone"
        yield Problem(CONFIG, lines["theme",], what, f"write `name: {THEME}`, or let MkDocs build this book")


def _uncalled(settings: Settings, lines: Lines) -> Iterator[Problem]:
    for number, hook in enumerate(settings.hooks):
        if not (settings.root / hook).resolve().is_relative_to(_OWN):
            what = f"hooks: {hook} is not called by Zensical, which knows no hooks"
            yield Problem(CONFIG, lines["hooks", number], what, "take it out, or let MkDocs build this book")


def _unread(extensions: list[tuple[str, Where, Any]], lines: Lines) -> Iterator[Problem]:
    for name, where, options in extensions:
        for option in (option for option, each in options.items() if each is None and name != EXTENSION):
            what = f"{name}: {option} is empty, or a tag that lockstep does not read for Zensical"
            yield Problem(CONFIG, lines[*where, option], what, "take it out, or let MkDocs build this book")


def _nav(part: Any, edition: Edition) -> Any:
    chapters = {page.uri: page for page in edition.book.chapters.values()}
    if isinstance(part, list):
        return [_nav(each, edition) for each in part if each is not None]
    if isinstance(part, dict):
        return {
            f"{chapters[to].chapter} · {name}" if isinstance(to, str) and to in chapters else name: _page(to, edition)
            for name, to in part.items()
        }
    return {f"{chapters[part].chapter} · {chapters[part].title}": part} if part in chapters else _page(part, edition)


def _page(part: Any, edition: Edition) -> Any:
    """Return what an entry leads to: parts, or a page, which a lab is as well."""
    if not isinstance(part, str):
        return _nav(part, edition)
    return f"{part.removesuffix('.py')}.md" if part.endswith(".py") else part
