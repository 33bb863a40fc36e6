"""Measure all tasks, each in a process of its own: `python -m bench`; with `--record`, also into the site."""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from pprint import pformat

import torch

from bench.tasks import TASKS

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "build" / "bench.json"
PROGRAM = ROOT / "snippets" / "speed.py"


def processor() -> str:
    """Return what the system calls its processor."""
    cpuinfo = Path("/proc/cpuinfo")  # Linux
    found = re.search(r"model name\s*: (.*)", cpuinfo.read_text()) if cpuinfo.is_file() else None
    return found[1] if found else platform.processor() or platform.machine()


def machine() -> dict[str, str | float]:
    """Return what the times depend on."""
    return {
        "processor": processor(),
        "cores": os.cpu_count() or 1,
        "load": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "torch": torch.__version__,
        "date": date.today().isoformat(),
    }


def measure(task: str) -> dict[str, float]:
    """Return the results of one task from a fresh process, whose peak memory is then its own."""
    command = [sys.executable, "-m", "bench", "--task", task]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{task} failed:\n{done.stderr}")
    results: dict[str, float] = json.loads(done.stdout)
    return {name: float(f"{value:.4g}") for name, value in results.items()}


def record(measured: dict[str, object]) -> None:
    """Write the results into the program that the site shows."""
    source = PROGRAM.read_text()
    literal = pformat(measured, sort_dicts=False)
    PROGRAM.write_text(re.sub(r"(?s)(?<=\nmeasured = ).*?(?=\n# --8<-- \[end:measured\])", lambda _: literal, source))
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", PROGRAM], check=True)


def main() -> None:
    """Print one line a task."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--task", choices=TASKS, help=argparse.SUPPRESS)
    parser.add_argument("--record", action="store_true", help="write the results into snippets/speed.py as well")
    options = parser.parse_args()
    if options.task:
        torch.set_num_threads(1)  # two that wait for each other measure what else the machine does
        print(json.dumps(TASKS[options.task].run()))
        return
    where = machine()
    results = {}
    print(f"{'':14}{'plain':>12}{'ours':>12}{'ratio':>9}   of one round{'target':>9}")
    for task, about in TASKS.items():
        found = measure(task)
        results[task] = found
        times = f"{found['plain_seconds']:10.3f} s{found['our_seconds']:10.4f} s{found['ratio']:9.2f}"
        print(
            f"{task:14}{times}{found['least_ratio']:8.2f}-{found['greatest_ratio']:<8.2f}{about.target:6}", flush=True
        )
        if "peak" in found:
            print(f"{'':14}at a peak of {found['peak']:.0f} MiB, the interpreter and torch included")
    measured = {"machine": where, "tasks": results}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(measured, indent=1) + "\n")
    print(f"written to {RESULTS.relative_to(ROOT)}")
    if options.record:
        record(measured)


if __name__ == "__main__":
    main()
