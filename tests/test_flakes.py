"""`make flakes` finds a test that depends on another, says how to find it again, and leaves nothing running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from machine.flakes import WORK

ROOT = Path(__file__).parents[1]


def flakes(folder: Path, times: int, tests: str) -> subprocess.CompletedProcess[str]:
    (folder / "pytest.ini").write_text("[pytest]\n")
    (folder / "test_it.py").write_text(tests)
    alone = "--numprocesses=0"  # in one process the order is that of the seed, and no scheduler's
    command = [sys.executable, "-m", "machine.flakes", str(times), "7", "-p", "no:cacheprovider", alone]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_a_test_that_needs_another_is_found_and_the_order_is_said(tmp_path: Path) -> None:
    said = flakes(tmp_path, 3, "ran = []\ndef test_a(): ran.append(1)\ndef test_b(): assert ran == [1, 1]\n")
    assert said.returncode != 0
    assert "Run 1 of 3 failed. Its order again: make flakes TIMES=1 ORDER=7" in said.stdout
    assert "Run 2" not in said.stdout


def test_what_depends_on_nothing_passes_every_time_in_orders_that_differ(tmp_path: Path) -> None:
    log = tmp_path / "log"
    body = f"open({str(log)!r}, 'a').write(request.node.name + ' ')"
    tests = "".join(f"def test_{each}(request): {body}\n" for each in range(12))
    said = flakes(tmp_path, 2, tests)
    assert said.returncode == 0
    assert said.stdout.endswith("2 runs in random order passed\n")
    ran = log.read_text().split()
    assert sorted(ran) == sorted([f"test_{each}" for each in range(12)] * 2)
    assert ran[:12] != ran[12:]


def test_a_busy_process_ends_with_its_parent() -> None:
    starts = f"busy = subprocess.Popen([sys.executable, '-c', {WORK!r}, str(os.getpid())])"
    program = f"import os, subprocess, sys, time; {starts}; print(busy.pid, flush=True); time.sleep(600)"
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    busy = int(parent.stdout.readline())
    parent.kill()
    try:
        parent.communicate(timeout=120)  # until nobody holds its output open
    except subprocess.TimeoutExpired:
        os.kill(busy, signal.SIGKILL)
        raise
