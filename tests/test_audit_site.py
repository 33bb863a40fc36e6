"""`make audit-site` passes what is good enough, looks again at what is not, and says why it cannot look."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from machine.audit_site import CATEGORIES, LEAST, VERSION, served

ROOT = Path(__file__).parents[1]
#: An npx that notes what it is asked for, and answers each time with the next of the reports.
NPX = """#!/bin/sh
echo "$*" >> asked
count=$(wc -l < asked)
cat "report$count.json"
"""


def report(points: tuple[float, ...], shift: float = 0.0, size: int = 100_000) -> str:
    return json.dumps(
        {
            "categories": {name: {"score": each / 100} for name, each in zip(CATEGORIES, points, strict=True)},
            "audits": {
                "network-requests": {"details": {"items": [{"transferSize": size - 1000}, {"transferSize": 1000}, {}]}},
                "cumulative-layout-shift": {"numericValue": shift},
            },
        }
    )


def said(folder: Path, reports: list[str], *pages: str, npx: str = NPX) -> subprocess.CompletedProcess[str]:
    (folder / "build/site/lab/real").mkdir(parents=True, exist_ok=True)
    for name in ("", "lab/real/"):
        (folder / f"build/site/{name}index.html").write_text("<title>x</title>")
    for number, each in enumerate(reports, 1):
        (folder / f"report{number}.json").write_text(each)
    (folder / "npx").write_text(npx)
    (folder / "npx").chmod(0o755)
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    command = [sys.executable, "-m", "machine.audit_site", *pages]
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_what_is_good_enough_is_looked_at_once(tmp_path: Path) -> None:
    ran = said(tmp_path, [report(LEAST)] * 2)
    assert (ran.returncode, ran.stderr) == (0, "")
    asked = (tmp_path / "asked").read_text().splitlines()
    assert [line.split()[-1].split("/", 3)[-1] for line in asked] == ["", "lab/real/"]
    assert all(f"lighthouse@{VERSION}" in line for line in asked)
    assert "100 KB" in ran.stdout


@pytest.mark.parametrize(
    "poor",
    [
        report((97, 100, 100, 100)),
        report((100, 99, 100, 100)),
        report((100, 100, 100, 99)),
        report(LEAST, shift=0.02),
        report(LEAST, size=151_000),
    ],
    ids=["slow", "not accessible", "not found", "jumps", "heavy"],
)
def test_what_falls_short_is_looked_at_twice_more(tmp_path: Path, poor: str) -> None:
    once = said(tmp_path, [poor, report(LEAST), report(LEAST)], "/")
    assert once.returncode == 0, once.stdout
    (tmp_path / "asked").unlink()
    twice = said(tmp_path, [poor, report(LEAST), poor], "/")
    assert twice.returncode == 1
    assert "✗" in twice.stdout
    assert twice.stdout.splitlines()[-1].startswith("Below 98 / 100 / 100 / 100")


def test_a_lab_may_be_large(tmp_path: Path) -> None:
    assert said(tmp_path, [report(LEAST, size=151_000)], "lab/real/").returncode == 0


def test_pages_are_served_compressed(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<title>x</title>" * 1000)
    with served(tmp_path) as address, urlopen(Request(f"{address}/", headers={"Accept-Encoding": "gzip"})) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert len(answer.read()) < 1000


@pytest.mark.timeout(120)
def test_a_server_ends_however_soon_it_is_left(tmp_path: Path) -> None:
    for _ in range(100):
        with served(tmp_path):
            pass


@pytest.mark.parametrize(
    ("npx", "words"),
    [("#!/bin/sh\necho no network >&2; exit 1\n", "stopped: no network"), ("#!/bin/sh\nexit 3\n", "it says nothing")],
)
def test_why_it_cannot_look(tmp_path: Path, npx: str, words: str) -> None:
    ran = said(tmp_path, [], npx=npx)
    assert (ran.returncode, ran.stderr) == (2, "")
    assert words in ran.stdout


@pytest.mark.parametrize(("mode", "words"), [(0o755, "There is no site in build/site: make build"), (0o644, "Node.js")])
def test_what_is_missing_is_named(tmp_path: Path, mode: int, words: str) -> None:
    (tmp_path / "npx").write_text("#!/bin/sh\n")
    (tmp_path / "npx").chmod(mode)
    command = [sys.executable, "-m", "machine.audit_site"]
    environment = {**os.environ, "PATH": str(tmp_path), "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (2, "")
    assert words in ran.stdout
