"""Run the whole suite again and again, in random order, on a busy machine: `python -m machine.flakes TIMES [ORDER]`.

It stops at the first failure and says how to repeat it. A test that depends on what ran before it, on who is scheduled
first or on a short time fails here sooner or later.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

BUSY = 2
# It ends with its parent, however and however soon that ends.
WORK = "import os, sys\nwhile os.getppid() == int(sys.argv[1]): sum(range(10**6))"
SEVERAL = ("--numprocesses", "auto", "--maxprocesses", "4", "--dist", "worksteal")  # as `make test` runs them
RANDOM = ("--random-order-bucket=global", "--maxfail=1")


def run(times: int, first: int, arguments: list[str]) -> int:
    """Run pytest in one random order after another; return the exit code of the first run that fails, or 0."""
    with _busy():
        for order in range(first, first + times):
            run = f"Run {order - first + 1} of {times}"
            print(f"{run}, order {order}, beside {BUSY} busy processes", flush=True)
            options = ["-q", *SEVERAL, *RANDOM, f"--random-order-seed={order}", *arguments]
            if code := subprocess.run([sys.executable, "-m", "pytest", *options], check=False).returncode:
                print(f"{run} failed. Its order again: make flakes TIMES=1 ORDER={order}", flush=True)
                return code
    print(f"{times} runs in random order passed")
    return 0


@contextmanager
def _busy() -> Iterator[None]:
    processes = [subprocess.Popen([sys.executable, "-c", WORK, str(os.getpid())]) for _ in range(BUSY)]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


if __name__ == "__main__":
    times, first, *arguments = sys.argv[1:]
    sys.exit(run(int(times), int(first or random.randrange(10**6)), arguments))
