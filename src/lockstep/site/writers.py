"""What may change a page between its source and its reader: hooks, templates, scripts and style sheets are all known.

Known is what is lockstep's own or the installed theme's, byte by byte. The style sheets of a book set looks, and write
no words. Of the scripts of a book, those are known that move a figure of a page, and what they import.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from lockstep.book.config import CONFIG, Lines, read_config
from lockstep.book.model import Page, script_of
from lockstep.book.text import lines_of
from lockstep.problem import Problem
from lockstep.render.narrow import HEAD
from lockstep.site.document import Document
from lockstep.site.styles import is_joined

#: Generators that bring a theme of their own.
_GENERATORS = ("zensical",)
_OWN = Path(__file__).resolve().parents[1]
HOOKS = ("lab/hooks.py", "site/hooks.py")
#: Style sheets that a plugin writes: what it shows of the kind of an entry is its own.
_GENERATED = frozenset({"assets/_mkdocstrings.css"})
#: Attributes whose words a style sheet may show: those of the page.
_SHOWN = frozenset({"href", HEAD})

_IMPORT = re.compile(r"""^import [^"]* from "\./([\w-]+\.js)"$""", re.M)
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_CONTENT = re.compile(r"(?<![\w-])content\s*:\s*((?:\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|[^;}\"'])*)")
_STRING = re.compile(r"\"((?:\\.|[^\"\\])*)\"|'((?:\\.|[^'\\])*)'")
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))")
_FUNCTION = re.compile(r"([\w-]+)\(\s*([\w-]*)")
_KNOWN = "keep to lockstep's own; what a book shows comes from its pages and its programs"


def check_writers(root: Path, documents: tuple[Document, ...], folder: Path) -> Iterator[Problem]:
    """Hooks, templates, scripts and style sheets that nobody knows, and style sheets that write."""
    config, lines = read_config(root)
    theme = config.get("theme")
    named = theme if isinstance(theme, dict) else {"name": theme}
    yield from _hooks(root, config, lines)
    if custom := named.get("custom_dir"):
        yield from _templates(root, Path(str(custom)))
    pages = [document.page for document in documents if document.page is not None]
    yield from _files(root, config, str(named.get("name")), folder, pages)
    for document in (each for each in documents if each.source != CONFIG):  # lockstep's own 404.html has a script
        for article in document.html.find_all("article"):
            for tag in article.find_all(["script", "style"]):
                if tag.find_parent("svg") is None:
                    what = f"a {tag.name} element stands on the page"
                    yield document.problem(what, "leave it to lockstep's theme", tag.get_text()[:40], f"<{tag.name}")


def _hooks(root: Path, config: dict[str, Any], lines: Lines) -> Iterator[Problem]:
    own = {(_OWN / hook).read_bytes() for hook in HOOKS}
    for number, hook in enumerate(config.get("hooks") or ()):
        if (root / str(hook)).read_bytes() not in own:
            what = f"hooks: {hook} may change any page, and is none of lockstep's"
            yield Problem(CONFIG, lines["hooks", number], what, _KNOWN)


def _templates(root: Path, custom: Path) -> Iterator[Problem]:
    for file in sorted(each for each in (root / custom).rglob("*") if each.is_file()):
        path = file.relative_to(root / custom)
        if not _same(file, _OWN / "theme" / path):
            what = "a template or a file of the theme that is none of lockstep's"
            yield Problem((custom / path).as_posix(), 1, what, _KNOWN)


def _files(root: Path, config: dict[str, Any], theme: str, folder: Path, pages: list[Page]) -> Iterator[Problem]:
    specs = [find_spec(each) for each in (theme, *_GENERATORS) if each.isidentifier()]
    places = (place for spec in specs for place in (spec and spec.submodule_search_locations) or ())
    homes = [Path(place) / "templates" for place in places]
    docs = Path(str(config.get("docs_dir") or "docs"))
    styles = {str(each) for each in config.get("extra_css") or ()}
    moving = _modules(root / docs, {script_of(each) for page in pages for each in page.figures if each.moves})
    for file in sorted(each for each in folder.rglob("*") if each.suffix in (".css", ".js", ".mjs")):
        path = file.relative_to(folder).as_posix()
        if path in _GENERATED or is_joined(folder, path) or any(_same(file, home / path) for home in homes):
            continue
        own = _same(file, _OWN / "theme" / path)
        if path in moving and _same(file, root / docs / path):
            continue  # a test of the book sees to it that it writes no words of its own
        if not own and not (path in styles and file.suffix == ".css"):
            source = (docs / path).as_posix() if (root / docs / path).is_file() else CONFIG
            yield Problem(source, 1, f"{path}: a script or style sheet that nobody knows", _KNOWN)
        elif file.suffix == ".css":
            source = path if own else (docs / path).as_posix()
            yield from _written(source, file.read_text("utf-8"))


def _modules(docs: Path, scripts: set[str]) -> set[str]:
    """Return the scripts that move figures, and the modules beside them that they import, and so on."""
    found: set[str] = set()
    while scripts:
        found |= scripts
        texts = {each: (docs / each).read_text("utf-8") for each in scripts if (docs / each).is_file()}
        near = {each: posixpath.dirname(each) for each in texts}
        scripts = {posixpath.join(near[each], name) for each in texts for name in _IMPORT.findall(texts[each])} - found
    return found


def _written(path: str, style: str) -> Iterator[Problem]:
    """Yield the words that a style sheet writes."""
    bare = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), style)
    for rule in _CONTENT.finditer(bare):
        said = "".join(_plain(one or other) for one, other in _STRING.findall(rule[1]))
        taken = [name for function, name in _FUNCTION.findall(rule[1]) if function != "attr" or name not in _SHOWN]
        if taken or any(each.isalnum() for each in said):
            line = len(lines_of(bare[: rule.start()]))
            what = f"the style sheet writes {said or ', '.join(taken)!r}, which no source says"
            yield Problem(path, line, what, "write it into the page")


def _plain(string: str) -> str:
    """Return what a string of a style sheet says."""
    return _ESCAPE.sub(lambda each: chr(int(each[1], 16)) if each[1] else each[2], string)


def _same(one: Path, other: Path) -> bool:
    return other.is_file() and one.read_bytes() == other.read_bytes()
