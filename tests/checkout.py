"""A folder to run make in, with a stand-in for Python that only writes down how it was called."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = ("pyproject.toml", "src/pyproject.toml")
FILES = ("Makefile", *PACKAGES, "constraints.txt")
STAND_IN = """\
#!/bin/sh
[ "$1" = -c ] && exit 0
echo "$*" >> calls
[ ! -e fail-at ] || [ "$(wc -l < calls)" -ne "$(cat fail-at)" ] || exit 1
case "$*" in
    "-m machine.torch_index"*) cat index 2>/dev/null; exit 0 ;;
    "-m machine.browser"*) [ ! -e no-browser ] ;;
    "-m venv"*) rm -rf .venv; mkdir -p .venv/bin; cp "$0" .venv/bin/python ;;
    "-m pip"*) [ ! -e broken ] ;;
esac
"""


class Checkout:
    """A folder with the files that a set-up reads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "src").mkdir()
        for name in FILES:
            shutil.copy(ROOT / name, folder / name)
        self.python = self.script("stand-in", STAND_IN)

    def script(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text)
        path.chmod(0o755)
        return path

    def make(self, *arguments: str, python: Path | None = None) -> subprocess.CompletedProcess[str]:
        # Nothing of the make and the choices that this very test may run under.
        ours = {"MAKEFLAGS", "MFLAGS", "MAKELEVEL", "PYTHON", "PORT", "TORCH_INDEX", "TIMES", "ORDER"}
        environment = {name: value for name, value in os.environ.items() if name not in ours}
        command = ["make", *arguments, f"PYTHON={python or self.python}"]
        return subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)

    def setup(self, *arguments: str) -> list[str]:
        """Set up; return what the stand-in was asked to do, in short."""
        calls = self.folder / "calls"
        calls.unlink(missing_ok=True)
        self.make("setup", *arguments)
        return self.calls()

    def calls(self) -> list[str]:
        calls = self.folder / "calls"
        lines = calls.read_text().splitlines() if calls.exists() else []
        lines = [line for line in lines if not line.startswith("-m machine.torch_index")]
        return [f"pip {line.split()[-1]}" if line.startswith("-m pip") else line for line in lines]
