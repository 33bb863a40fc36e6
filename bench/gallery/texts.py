"""The texts of the gallery: three kinds of document, which Python and the pinned packages carry."""

from __future__ import annotations

import sysconfig
from hashlib import sha256
from importlib.metadata import distributions
from pathlib import Path

from firsttoken import topics

#: At most so many documents of a kind, and so many of them read beyond their first token.
MOST, READ = 120, 20
#: Kinds of which only first tokens are read.
FIRST_ONLY = ("licences",)
#: Documents of so many characters are long enough to be read.
LONG = 1500


def kinds() -> dict[str, list[str]]:
    """Return the documents by kind, none twice."""
    library = Path(sysconfig.get_path("stdlib"))
    modules = [_text(path) for path in sorted(library.glob("*.py"))]
    found = {
        "help texts": list(topics().documents),
        "Python modules": [text for text in modules if len(text) >= LONG],
        "licences": _licences(),
    }
    return {kind: spread(list(dict.fromkeys(texts)), MOST) for kind, texts in found.items()}


def spread(texts: list[str], most: int) -> list[str]:
    """Return at most so many of the texts, from all over the list."""
    return [texts[place * len(texts) // most] for place in range(most)] if len(texts) > most else texts


def read(texts: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return, by kind, the texts that are read beyond their first token."""
    some = {kind: each for kind, each in texts.items() if kind not in FIRST_ONLY}
    return {kind: spread([text for text in each if len(text) >= LONG], READ) for kind, each in some.items()}


def digest(texts: list[str]) -> str:
    """Return a digest of texts."""
    return sha256("\0".join(texts).encode()).hexdigest()


def _licences() -> list[str]:
    """Return the licences of the packages that are installed, the project's own two left out."""
    packages = {each.name: each for each in distributions() if not each.name.startswith("first-token")}
    paths = [
        Path(str(file.locate()))
        for name in sorted(packages, key=str.lower)
        for file in packages[name].files or ()
        if file.name.upper().startswith(("LICENSE", "LICENCE", "COPYING"))
        and file.suffix in ("", ".txt", ".md", ".rst")
    ]
    return [text for text in map(_text, paths) if len(text) >= 500]


def _text(path: Path) -> str:
    return path.read_text("utf-8", errors="replace") if path.is_file() else ""
