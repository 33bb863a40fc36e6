"""The site is a function of the sources: built in another folder, with other hashes, it is the same bytes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from built import PACKED

ROOT = Path(__file__).parents[2]


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def written(folder: Path) -> dict[str, int]:
    """Return when each file below a folder was written."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in files}


def test_the_site_is_the_same_from_another_folder(site: Path, tmp_path: Path) -> None:
    """Nothing runs again: that a run repeats itself is what the records and the lab of squares are compared for."""
    copy = tmp_path / "under another name"
    for folder in ("docs", "snippets", "src"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("generated", "__pycache__"))
    made = ("records", "kept", "labs", "names")
    for folder in made:
        shutil.copytree(ROOT / "build" / folder, copy / "build" / folder)
    for name in ("mkdocs.yml", "CITATION.cff", *PACKED):
        shutil.copy(ROOT / name, copy)
    before = {folder: written(copy / "build" / folder) for folder in made}
    elsewhere = {"PYTHONPATH": str(copy / "src"), "PYTHONHASHSEED": "1", "TZ": "UTC-9"}
    surroundings = os.environ | elsewhere | {"SOURCE_DATE_EPOCH": "0"}
    command = [sys.executable, "-m", "lockstep", "build"]
    built = subprocess.run(command, cwd=copy, env=surroundings, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    assert {folder: written(copy / "build" / folder) for folder in made} == before
    one, other = contents(site), contents(copy / "build" / "site")
    differing = sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
    assert len(one) > 10
    assert differing == []
