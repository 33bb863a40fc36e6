"""What is said of scripts and styles where there is Node.js: the types of the one, and who does not know the other.

TypeScript reads the types in the comments of scripts. Stylelint knows which browsers do what a style says, and
.stylelintrc.yml names what may be missing from some. Nothing of a site or of a test needs Node.js. So where it is
missing, or a package cannot be had, that is said, and is no failure.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import NamedTuple


class Look(NamedTuple):
    """What is looked at, by which packages, and how; the first of them has a command that tells its version."""

    what: str
    packages: tuple[str, ...]
    tool: str
    arguments: str


# Stylelint looks for its plugin above the folder that it is told: it has to be the one that npx keeps both in.
STYLES = '--config .stylelintrc.yml --config-basedir "$(dirname "$(command -v stylelint)")" $(git ls-files "*.css")'
LOOKS = (
    Look("the types of the scripts", ("typescript@5.9.3",), "tsc", "--project tsconfig.json"),
    Look("the styles", ("stylelint@17.16.0", "stylelint-plugin-use-baseline@1.4.6"), "stylelint", STYLES),
)


def main() -> int:
    """Look at all of them; return what a shell is told."""
    npx = shutil.which("npx")
    if npx is None:
        print("Skipped: the types of the scripts, and the styles. They need Node.js, and there is no npx.")
        return 0
    return max([_look(npx, each) for each in LOOKS])


def _look(npx: str, look: Look) -> int:
    command = [npx, "--yes", *(f"--package={each}" for each in look.packages), "-c"]
    there = subprocess.run([*command, f"{look.tool} --version"], capture_output=True, text=True, check=False)
    if there.returncode or look.packages[0].partition("@")[2] not in there.stdout:
        why = (there.stderr.strip() or there.stdout.strip() or "it says nothing").splitlines()[-1]
        print(f"Skipped: {look.what}. {look.packages[0]} does not start: {why}")
        return 0
    return subprocess.run([*command, f"{look.tool} {look.arguments}"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
