"""The Chromium that shows the pages to the tests: the one that is here, or one that is fetched.

`python -m machine.browser` is what `make test` begins with. The tests themselves only look, and fetch nothing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

# The first of them has no window to prepare, and shows a page in half the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APPLICATIONS = ("Chromium.app/Contents/MacOS/Chromium", "Google Chrome.app/Contents/MacOS/Google Chrome")
NEEDED = """\
The pages need Chromium to be shown, and Playwright to drive it. {} Install what is missing, then repeat the command:
    Debian    sudo apt-get install chromium libatomic1
    Ubuntu    sudo apt-get install chromium-browser libatomic1
    Fedora    sudo dnf install chromium libatomic
    macOS     brew install --cask google-chrome
A Chromium that is elsewhere can be named: CHROMIUM=/path/to/chromium"""

# Nobody answers: that must end. The first is the time without a byte, in ms; the other bounds a whole command, in s.
PATIENCE = {"PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "10000"}
AT_MOST = 1800
PLAYWRIGHT = (sys.executable, "-m", "playwright")
WAITS = ("-oAcquire::http::Timeout=30", "-oDPkg::Lock::Timeout=60")
APT = ("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet", "--yes", *WAITS)


class Browser(NamedTuple):
    """A browser that starts."""

    path: str
    version: str


class NoBrowserError(Exception):
    """There is no browser that can be driven; the message says what to do."""


def find() -> Browser:
    """Return the browser named by CHROMIUM, or else the first that starts: on the PATH, or Playwright's own.

    Raises:
        NoBrowserError: There is none, or CHROMIUM names something that does not start, or Playwright does not.
    """
    if reason := _playwright_fails():
        raise NoBrowserError(NEEDED.format(f"Playwright does not start ({reason})."))
    if chosen := os.environ.get("CHROMIUM"):
        if browser := _started(chosen):
            return browser
        raise NoBrowserError(
            f"CHROMIUM is {chosen!r}, and `{chosen} --version` does not answer: "
            "let it name a Chromium that starts, or unset it, and one is looked for"
        )
    installed = [*NAMES, *(f"/Applications/{name}" for name in APPLICATIONS)]
    if browser := next(filter(None, map(_started, installed)), None) or _started(_playwrights()):
        return browser
    raise NoBrowserError(NEEDED.format("There is no Chromium."))


def get() -> Browser:
    """Return a browser, and fetch one where there is none and CHROMIUM names none.

    Raises:
        NoBrowserError: There is none, and none could be had.
    """
    try:
        return find()
    except NoBrowserError as error:
        if os.environ.get("CHROMIUM"):
            raise
        print(str(error).partition(" Install ")[0], flush=True)
    for commands in _ways():
        for command in commands:
            print(f"Trying: {' '.join(command)}", flush=True)
            if reason := _failure(command):
                print(f"This did not work: {reason}", flush=True)
        with suppress(NoBrowserError):
            return find()
    return find()


def _ways() -> Iterator[list[list[str]]]:
    """Yield the ways to get a browser, each as commands; ask for the next when the last brought none."""
    download = [*PLAYWRIGHT, "install", "--no-shell", "chromium"]  # which needs no root
    yield [download]
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]  # -n: without a question
    if not shutil.which("apt-get") or (root and _failure([*root, "true"])):
        return
    install = [*root, *APT, "install", "--no-install-recommends"]
    yield [[*root, *APT, "update"]]
    if _playwright_fails():
        yield [[*install, "libatomic1"]]  # its Node.js needs it, and a bare Debian has none
        yield [download]
    if not _playwright_fails() and Path(_playwrights()).exists():  # and lacks libraries, or it would have started
        yield [[*root, *PLAYWRIGHT, "install-deps", "chromium"]]
    for package in NAMES[:3]:  # Debian has the first two, Ubuntu the third
        yield [[*install, package]]


def _playwright_fails() -> str:
    return _failure([*PLAYWRIGHT, "--version"], stdout=subprocess.DEVNULL)


def _playwrights() -> str:
    """Return the path at which Playwright installs its own Chromium, whether it is there or not."""
    from playwright.sync_api import sync_playwright

    def path() -> str:
        with sync_playwright() as playwright:
            return playwright.chromium.executable_path

    with ThreadPoolExecutor(1) as apart:  # where a browser is open in this one, Playwright refuses to start again
        return apart.submit(path).result()


def _started(name: str) -> Browser | None:
    """Ask a browser for its version: one that lacks a library, or only stands for a package, does not answer."""
    path = shutil.which(name)
    if path is None:
        return None
    try:
        said = subprocess.run(
            [path, "--version"], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=120
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    version = said.stdout.strip()
    return Browser(path, version) if said.returncode == 0 and version else None


def _failure(command: list[str], stdout: int | None = None) -> str:
    """Run a command, let it show how far it is, and return why it failed, or nothing."""
    try:
        done = subprocess.run(
            command,
            env=PATIENCE | os.environ,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=AT_MOST,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith(("E:", "Error:"))]  # as apt-get and Playwright write them
    return "" if done.returncode == 0 else next(iter(errors or lines[-1:]), f"exit {done.returncode}")


if __name__ == "__main__":
    try:
        print("The pages are tested in {1}, {0}".format(*get()))
    except NoBrowserError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("stopped")
