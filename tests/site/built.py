"""The site that the tests look at: built once, whichever process asks first, and only when it is out of date."""

from __future__ import annotations

import os
import subprocess
import sys

from dependencies import ROOT, digest
from filelock import FileLock

DOCS, SITE = ROOT / "docs", ROOT / "build" / "site"
# What the archive beside the site holds of the repository's own folder.
PACKED = ("README.md", "LICENSE", "pyproject.toml", "constraints.txt")
SOURCES = ("docs", "snippets", "src", "mkdocs.yml", "CITATION.cff", *PACKED)
_STATE = ROOT / "build" / "site.state"


def site_files() -> list[str]:
    """Return every file of the site, relative to the repository."""
    return sorted(path.relative_to(ROOT).as_posix() for path in SITE.rglob("*") if path.is_file())


def build_site() -> str:
    """Build the site where it is not what its sources make; return what is wrong with it, or nothing."""
    SITE.parent.mkdir(exist_ok=True)
    with FileLock(SITE.parent / "site.busy"):
        sources = f"{os.environ.get('GENERATOR')} {digest(SOURCES)}"
        if _STATE.is_file() and _STATE.read_text() == f"{sources} {digest(site_files())}":
            return ""
        command = [sys.executable, "-m", "lockstep", "build"]
        built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if built.returncode:
            return f"the site does not build:\n{built.stdout}{built.stderr}"
        _STATE.write_text(f"{sources} {digest(site_files())}")
        return ""
