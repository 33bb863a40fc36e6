"""Addresses in a document: which stay inside the site, and which file each of those names."""

from __future__ import annotations

import posixpath
from pathlib import Path
from urllib.parse import unquote, urlsplit


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
