"""What the settings name must be there: plugins, extensions and modules installed, folders, pages and files made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.machinery import PathFinder
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from markdown import Markdown

from lockstep.book.config import CONFIG, Lines, Where
from lockstep.book.schema import EXTENSION, MkDocs, Options
from lockstep.problem import BookError, Problem, did_you_mean


def listed(given: Mapping[str, Any], setting: str, lines: Lines) -> Iterator[tuple[str, Where, Any]]:
    """Yield what a list of plugins or extensions names, where it says so, and the options; a table does as well."""
    listed = given.get(setting, [])
    if isinstance(listed, dict):
        yield from ((name, (setting, name), each or {}) for name, each in listed.items())
        return
    for number, each in enumerate(listed if isinstance(listed, list) else [None]):
        if isinstance(each, str):
            yield each, (setting, number), {}
        elif isinstance(each, dict) and len(each) == 1:
            ((name, options),) = each.items()
            if name != EXTENSION and not (options is None or isinstance(options, dict)):
                what = f"{name}: given {options!r}, where a table of options is expected"
                raise BookError([Problem(CONFIG, lines[setting, number], what, "write `name: value` lines below it")])
            yield str(name), (setting, number, str(name)), options or {}
        else:
            line = lines[setting, number]
            what = (
                f"{setting}: given {each if isinstance(listed, list) else listed!r}, where a list of names is expected"
            )
            raise BookError([Problem(CONFIG, line, what, "write a name a line, each behind a hyphen")])


def not_installed(given: Mapping[str, Any], lines: Lines) -> Iterator[Problem]:
    """Yield the plugins and the extensions that are not installed."""
    theme = given.get("theme")
    theme = theme.get("name") if isinstance(theme, dict) else theme
    installed = _offered("mkdocs.plugins")
    for name, where, _ in listed(given, "plugins", lines):
        if not installed & {name, f"{theme}/{name}"}:
            hint = did_you_mean(name, installed, "install what brings it, or take it out")
            yield Problem(CONFIG, lines[where], f"there is no plugin {name!r}", hint)
    known = _offered("markdown.extensions")
    for name, where, options in listed(given, "markdown_extensions", lines):
        if name not in known and not _installed(name.partition(":")[0]):
            hint = did_you_mean(name, known, "install what brings it, or take it out")
            yield Problem(CONFIG, lines[where], f"there is no extension {name!r}", hint)
        elif name != EXTENSION and None not in options.values():  # None is what a tag stands for that only MkDocs reads
            try:
                Markdown(extensions=[name], extension_configs={name: options})
            except Exception as error:  # each extension says in its own way what it does not take
                what = f"{name} does not take these options: {type(error).__name__}: {error}"
                yield Problem(CONFIG, lines[where], what, "correct them as the extension's own page says")


@cache
def _offered(group: str) -> frozenset[str]:
    """Return what the installed packages offer under a name; looked up once, since that reads a file of each."""
    return frozenset(each.name for each in entry_points(group=group))


def not_there(
    root: Path, config: MkDocs, options: Options, nav: tuple[tuple[str, Where], ...], lines: Lines, top: Where
) -> Iterator[Problem]:
    """What the settings name and is not there."""
    docs = root / config.docs_dir
    if not docs.is_dir():
        what = f"docs_dir: there is no folder {config.docs_dir}"
        yield Problem(CONFIG, lines["docs_dir",], what, "correct it, or make the folder, with the pages")
        return
    pages = [("nav", page, where) for page, where in nav if not urlsplit(page).scheme and not page.startswith("/")]
    for option, named in {"run": options.run, "corrections": options.corrections}.items():
        pages += [(option, named, (*top, option))] if named else []
    for setting, page, where in pages:
        if not (docs / page).is_file():
            there = (file.relative_to(docs).as_posix() for file in docs.rglob("*.md"))
            remedy = did_you_mean(page, there, f"write {config.docs_dir}/{page}, or take it out")
            yield Problem(CONFIG, lines[where], f"{setting}: there is no page {page}", remedy)
    lists = ("hooks", config.hooks, ()), ("library", options.library, top), ("packed", options.packed, top)
    for setting, paths, where in lists:
        kind = "folder" if setting == "library" else "file"
        for number, path in enumerate(paths):
            if not ((root / path).is_dir() if kind == "folder" else (root / path).is_file()):
                what = f"{setting}: there is no {kind} {path}"
                yield Problem(CONFIG, lines[(*where, setting, number)], what, "correct its path, or take it out")
    names = [PurePosixPath(folder).name for folder in options.library]
    for number, module in enumerate(options.preload):
        line = lines[(*top, "preload", number)]
        if module.split(".")[0] in names:
            what = f"preload: {module} is the book's own library, and an edit of it would not be seen"
            yield Problem(CONFIG, line, what, "take it out")
        elif not _installed(module):
            yield Problem(CONFIG, line, f"preload: there is no module {module!r}", "install it, or correct the name")


def _installed(module: str) -> bool:
    """Whether a module can be imported; nothing is, not even what it stands in."""
    top, *inner = module.split(".")
    spec = find_spec(top) if top.isidentifier() else None
    for part in inner:
        places = spec.submodule_search_locations if spec else None
        spec = PathFinder.find_spec(part, list(places)) if places else None
    return spec is not None
