"""One style sheet in the place of those that every page links: on a telephone, each file costs a page some time.

Of them it holds the rules that something in the site may meet, and the custom properties that something asks for.

A new sheet joins by being linked on every page, by the theme or by `extra_css`. One that only some pages link stays by
itself, after the others.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from pathlib import Path

from lockstep.site.unused import classes_of, properties_of, without_unasked, without_unused

FOLDER = "assets"
_NAME = re.compile(rf"{FOLDER}/all-[0-9a-f]{{8}}\.css")
_LINK = re.compile(r"[ \t]*<link rel=\"stylesheet\" href=\"(?![a-z]+:|/)([^\"]+)\">\n?")
#: A whole comment, among them one that leads a browser's tools to a file that is not there; and the name of a coding.
_LEFT_OUT = re.compile(r"/\*.*?\*/\s*|^@charset [^;]*;", re.S)
_ADDRESS = re.compile(r"url\(([\"']?)(?![\"']|[a-z]+:|/|#)([^)\"']+)\1\)")


def join_styles(site: Path) -> None:
    """Write the sheets that all pages of a site link into one, and link that one; `@import` keeps a sheet apart.

    A page whose links begin with a slash, which is that of a wrong address, keeps what it has.
    """
    pages = {file: file.read_text("utf-8") for file in sorted(site.rglob("*.html"))}
    linked = {file: _sheets(site, file, text) for file, text in pages.items()}
    asking = {file: sheets for file, sheets in linked.items() if sheets}
    shared = [set(sheets.values()) for sheets in asking.values()]
    parts = [
        part
        for part in next(iter(asking.values()), {}).values()
        if all(part in sheets for sheets in shared) and "@import" not in (site / part).read_text("utf-8")
    ]
    if len(parts) < 2:
        return
    text = _joined(site, parts)
    name = f"{FOLDER}/all-{hashlib.sha256(text.encode()).hexdigest()[:8]}.css"
    (site / name).write_text(text, "utf-8")
    for file, sheets in asking.items():
        address = posixpath.relpath(name, file.parent.relative_to(site).as_posix())
        links = [link for link, part in sheets.items() if part in parts]
        html = pages[file].replace(links[0], f'<link rel="stylesheet" href="{address}">\n', 1)
        for link in links[1:]:
            html = html.replace(link, "", 1)
        file.write_text(html, "utf-8")


def is_joined(site: Path, name: str) -> bool:
    """Return whether a file of a site is what its first line says that it is: sheets beside it, joined."""
    if not _NAME.fullmatch(name):
        return False
    text = (site / name).read_text("utf-8")
    parts = text.split("\n", 1)[0].removeprefix("/* ").removesuffix(" */").split()
    return all((site / part).is_file() for part in parts) and text == _joined(site, parts)


def _sheets(site: Path, file: Path, text: str) -> dict[str, str]:
    """Return, by what links them, the sheets of a page that are files of the site."""
    folder = file.parent.relative_to(site).as_posix()
    found = {link[0]: posixpath.normpath(posixpath.join(folder, link[1])) for link in _LINK.finditer(text)}
    return {link: part for link, part in found.items() if (site / part).is_file()}


def _joined(site: Path, parts: list[str]) -> str:
    sheets = (_moved(_LEFT_OUT.sub("", (site / part).read_text("utf-8")), posixpath.dirname(part)) for part in parts)
    used = without_unused("\n".join(sheets), classes_of(site))
    return f"/* {' '.join(parts)} */\n" + without_unasked(used, properties_of(site, parts))


def _moved(sheet: str, folder: str) -> str:
    """Return a sheet whose addresses are those from the folder of the joined one."""
    return _ADDRESS.sub(
        lambda found: f"url({found[1]}{posixpath.relpath(posixpath.join(folder, found[2]), FOLDER)}{found[1]})", sheet
    )
