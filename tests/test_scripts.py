"""Scripts and styles are looked at where there is Node.js; where there is none, that is said and no failure."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from machine.scripts import LOOKS

ROOT = Path(__file__).parents[1]
TYPESCRIPT, STYLELINT = (look.packages[0] for look in LOOKS)
VERSIONS = "; ".join(f'echo "Version {package.partition("@")[2]}"' for package in (TYPESCRIPT, STYLELINT))


def said(path: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "machine.scripts"]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("npx", "code", "words"),
    [
        (None, 0, "Skipped: the types of the scripts, and the styles. They need Node.js, and there is no npx."),
        ("echo no network >&2; exit 1", 0, f"Skipped: the styles. {STYLELINT} does not start: no network"),
        ("echo no network >&2; exit 1", 0, f"Skipped: the types of the scripts. {TYPESCRIPT} does not start"),
        (f'{VERSIONS}; case "$*" in *tsc\\ --project*) exit 2 ;; esac', 2, "Version"),
        (f'{VERSIONS}; case "$*" in *stylelint\\ --config*) exit 2 ;; esac', 2, "Version"),
        (VERSIONS, 0, "Version"),
    ],
    ids=["no Node.js", "no stylelint", "no TypeScript", "a wrong type", "a style of one browser", "all is well"],
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


def test_no_property_of_a_style_is_registered() -> None:
    """Every browser knows `@property`, but Firefox takes its `ch` and `em` from the element that stands around."""
    sheets = [*ROOT.glob("docs/assets/*.css"), *ROOT.glob("src/lockstep/theme/assets/*.css")]
    assert len(sheets) > 5
    assert [sheet.name for sheet in sheets if "@property" in sheet.read_text("utf-8")] == []
