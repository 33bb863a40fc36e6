"""Two builds, from two folders, at two times, with two seeds of Python's hashes: the same bytes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

SQUARES = Path(__file__).parent / "squares"


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_two_builds_of_a_book_are_the_same_bytes(tmp_path: Path) -> None:
    folders = (tmp_path / "a", tmp_path / "somewhere" / "else")
    running = []
    for seed, folder in enumerate(folders, 1):
        shutil.copytree(SQUARES, folder, ignore=shutil.ignore_patterns("build", "generated", "__pycache__"))
        os.utime(folder / "docs" / "index.md", (seed * 10**8, seed * 10**8))
        surroundings = os.environ | {"PYTHONHASHSEED": str(seed), "TZ": f"UTC-{9 * seed}"}
        command = [sys.executable, "-m", "lockstep", "build"]
        running.append(subprocess.Popen(command, cwd=folder, env=surroundings, stdout=subprocess.DEVNULL))
    assert [process.wait(120) for process in running] == [0, 0]
    one, other = (contents(folder / "build" / "site") for folder in folders)
    assert len(one) > 10
    assert one == other
