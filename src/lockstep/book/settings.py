"""What mkdocs.yml says: the pages in their order, and the options of the `lockstep.render` extension."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import dropwhile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from yaml_env_tag import construct_env_tag

from lockstep.problem import BookError, Place, Problem

CONFIG = "mkdocs.yml"
EXTENSION = "lockstep.render"
#: An option of the extension that no book sets: a hook says where the book is, wherever MkDocs is called.
ROOT = "root"

#: The fields of Settings that a book may set, with what the extension's configuration says of each.
OPTIONS = {
    "library": "folders of the library that the programs import: a change in one reruns every program",
    "chapters": "prefixes of the pages whose statements are numbered by chapter, in the order of the nav",
    "strict": "prefixes of the pages whose numbers must come from a run",
    "given": "names that contain digits and are not numbers",
    "macros": "TeX macros, name to replacement",
    "slow": "names of programs that take much longer than the others, and are started before them",
    "time_limit": "seconds that a program may take",
    "preload": "modules that every program may find imported already",
}


@dataclass(frozen=True)
class Settings:
    """What a book's mkdocs.yml says to lockstep; every path is relative to `root`."""

    root: Path
    docs: str = "docs"
    snippets: str = "snippets"
    library: tuple[str, ...] = ()
    generated: str = "docs/generated"
    build: str = "build"
    chapters: tuple[str, ...] = ()
    strict: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    macros: Mapping[str, str] = field(default_factory=dict)
    slow: tuple[str, ...] = ()
    time_limit: float = 60.0
    preload: tuple[str, ...] = ()
    nav: tuple[str, ...] = ()
    hooks: tuple[str, ...] = ()
    prefix: str = "/"
    directory_urls: bool = True

    def program(self, name: str) -> str:
        """Return where the book keeps a program, relative to its root."""
        return f"{self.snippets}/{name}.py"


class _Loader(yaml.SafeLoader):
    """Reads `!ENV` as MkDocs does, and past other tags, such as `!!python/name:`."""


_Loader.add_multi_constructor("", lambda loader, suffix, node: None)
_Loader.add_constructor("!ENV", construct_env_tag)


def load_settings(root: Path) -> Settings:
    """Read the settings of the book at `root`.

    Raises:
        BookError: There is no mkdocs.yml, it cannot be parsed, or an option is unknown.
    """
    path = root / CONFIG
    if not path.is_file():
        raise BookError([Problem(CONFIG, 1, f"there is no {CONFIG} in {root.name}/", "run this in the book's folder")])
    try:
        config = yaml.load(path.read_text("utf-8"), _Loader) or {}
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BookError([Problem(CONFIG, line, f"not YAML: {error.problem}", "mend the syntax")]) from error
    options = _options(config)
    unknown = sorted(set(options) - set(OPTIONS))
    if unknown:
        remedy = f"there are: {', '.join(OPTIONS)}"
        raise BookError([Problem(CONFIG, 1, f"{EXTENSION} has no option {', '.join(unknown)}", remedy)])
    docs = config.get("docs_dir", "docs")
    chosen: dict[str, Any] = {
        name: tuple(map(str, value)) if isinstance(value, list) else value
        for name, value in options.items()
        if value is not None
    }
    generated = f"{docs}/generated"
    nav = tuple(_pages(config.get("nav") or []))
    prefix = urlsplit(config.get("site_url") or "").path.rstrip("/") + "/"
    return Settings(
        root=root,
        docs=docs,
        generated=generated,
        nav=nav,
        hooks=tuple(map(str, config.get("hooks") or [])),
        prefix=prefix,
        directory_urls=config.get("use_directory_urls", True),
        **chosen,
    )


def place_of(settings: Settings, option: str, value: str) -> Place:
    """Return the line of mkdocs.yml at which an option's list holds a value, or else that of the option."""
    tokens = yaml.scan((settings.root / CONFIG).read_text("utf-8"), yaml.SafeLoader)
    scalars = (token for token in tokens if isinstance(token, yaml.ScalarToken))
    after = list(dropwhile(lambda token: token.value != option, scalars))
    found = next((token for token in after if token.value == value), after[0])
    return Place(CONFIG, found.start_mark.line + 1)


def _options(config: dict[str, Any]) -> dict[str, Any]:
    for entry in config.get("markdown_extensions") or []:
        if isinstance(entry, dict) and EXTENSION in entry:
            return entry[EXTENSION] or {}
    return {}


def _pages(nav: Any) -> Iterator[str]:
    """Yield the pages of a nav in reading order, however deeply nested."""
    if isinstance(nav, str):
        if nav.endswith(".md"):
            yield nav
    elif isinstance(nav, dict):
        for value in nav.values():
            yield from _pages(value)
    elif isinstance(nav, list):
        for value in nav:
            yield from _pages(value)
