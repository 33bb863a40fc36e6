"""Two builds, from two folders, each with runs of its own, under other times and other hashes: the same bytes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from lockstep.edition import Edition

SQUARES = Path(__file__).parent / "squares"


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_two_builds_of_a_book_are_the_same_bytes(squares_site: tuple[Edition, Path], tmp_path: Path) -> None:
    folder = tmp_path / "somewhere" / "else"
    shutil.copytree(SQUARES, folder, ignore=shutil.ignore_patterns("build", "generated", "__pycache__"))
    os.utime(folder / "docs" / "index.md", (10**8, 10**8))
    surroundings = os.environ | {"PYTHONHASHSEED": "1", "TZ": "UTC-9"}
    command = [sys.executable, "-m", "lockstep", "build"]
    subprocess.run(command, cwd=folder, env=surroundings, stdout=subprocess.DEVNULL, check=True)
    one, other = (contents(site) for site in (squares_site[1], folder / "build" / "site"))
    assert len(one) > 10
    assert one == other
