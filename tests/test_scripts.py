"""The types of the scripts are looked at where there is Node.js; where there is none, that is said and no failure."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from machine.scripts import VERSION

ROOT = Path(__file__).parents[1]


def said(path: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "machine.scripts"]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("npx", "code", "words"),
    [
        (None, 0, "Skipped: the types of the scripts, docs/assets/*.js. They need Node.js, and there is no npx."),
        ("echo no network >&2; exit 1", 0, f"TypeScript {VERSION} does not start: no network"),
        (f'echo "Version {VERSION}"; case "$*" in *--version) exit 0 ;; esac; exit 2', 2, "Version"),
        (f'echo "Version {VERSION}"', 0, "Version"),
    ],
    ids=["no Node.js", "no TypeScript", "a type that is wrong", "all is well"],
)
def test_what_is_said(tmp_path: Path, npx: str | None, code: int, words: str) -> None:
    if npx is not None:
        (tmp_path / "npx").write_text(f"#!/bin/sh\n{npx}\n")
        (tmp_path / "npx").chmod(0o755)
    ran = said(str(tmp_path))
    assert ran.returncode == code
    assert words in ran.stdout
    assert ran.stderr == ""


def test_every_module_of_a_figure_is_looked_at() -> None:
    config = (ROOT / "tsconfig.json").read_text("utf-8")
    assert '"docs/assets/*.js"' in config
    assert '"strict": true' in config
