"""The types of the scripts, as their comments say them: TypeScript looks, where there is Node.js to run it.

Nothing of a site or of a test needs Node.js. So where it is missing, or TypeScript cannot be had, that is said, and is
no failure.
"""

from __future__ import annotations

import shutil
import subprocess
import sys

VERSION = "5.9.3"


def main() -> int:
    """Check the scripts that tsconfig.json names; return what a shell is told."""
    npx = shutil.which("npx")
    if npx is None:
        print("Skipped: the types of the scripts, docs/assets/*.js. They need Node.js, and there is no npx.")
        return 0
    command = [npx, "--yes", "--package", f"typescript@{VERSION}", "tsc"]
    there = subprocess.run([*command, "--version"], capture_output=True, text=True, check=False)
    if there.returncode or VERSION not in there.stdout:
        why = (there.stderr.strip() or there.stdout.strip() or "it says nothing").splitlines()[-1]
        print(f"Skipped: the types of the scripts, docs/assets/*.js. TypeScript {VERSION} does not start: {why}")
        return 0
    return subprocess.run([*command, "--project", "tsconfig.json"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
