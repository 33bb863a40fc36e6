"""`serve`, as an author has it: a page that follows every change, runs only what must run, and never shows the old."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from lockstep.site import hooks

PAGE = "chapters/primes/"
#: Seconds that anything may take; a machine at rest needs a second or two.
PATIENCE = 300
LIBRARY, TWIN, PRIMES = "arithmetic/__init__.py", "snippets/twin_primes.py", "docs/chapters/primes.md"
IN_TEXT = re.compile(r'class="ls-value"[^>]*>(\d+)</a> of them')
IN_OUTPUT = re.compile(r"<samp>(\d+) pairs")

Replace = Callable[[str, str, str], None]


class Served:
    """A book that is being served on a free port."""

    def __init__(self, root: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.root = root
        self.process = self.start()

    def start(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "lockstep", "serve", "--port", str(self.port)]
        with (self.root / "said").open("w") as said:
            return subprocess.Popen(command, cwd=self.root, stdout=said, stderr=said, text=True, start_new_session=True)

    def page(self) -> str:
        with urlopen(f"http://127.0.0.1:{self.port}/{PAGE}", timeout=PATIENCE) as answer:
            return answer.read().decode()

    def wait(self, wanted: Callable[[str], bool]) -> str:
        """Load the page again and again until it is as wanted; return it."""
        deadline = time.monotonic() + PATIENCE
        page = ""
        while time.monotonic() < deadline:
            try:
                page = self.page()
            except HTTPError as error:  # it says what is wrong
                page = error.read().decode()
                if wanted(page):
                    return page
            except (OSError, HTTPException):
                assert self.process.poll() is None, (self.root / "said").read_text()
            else:
                assert IN_TEXT.findall(page) == IN_OUTPUT.findall(page), "a number of one run beside one of another"
                if wanted(page):
                    return page
            time.sleep(0.05)
        pytest.fail(f"not after {PATIENCE} s: {(self.root / 'said').read_text()}\n{page}")

    def runs(self) -> dict[str, int]:
        """Return when each program's record was written."""
        return {file.name: file.stat().st_mtime_ns for file in (self.root / "build/records").glob("*.json")}

    def session(self) -> list[str]:
        """Return the processes that still belong to the server."""
        return [line for line in running() if line.split()[0] == str(self.process.pid)]


@pytest.fixture
def served(squares: Path, replace: Replace) -> Iterator[Served]:
    with (squares / "mkdocs.yml").open("a") as settings:
        settings.write(f"hooks: [{hooks.__file__}]\n")
    server = Served(squares)
    yield server
    if server.process.poll() is None:
        os.killpg(server.process.pid, signal.SIGKILL)
        server.process.wait()


def test_a_page_follows_every_change(served: Served, replace: Replace) -> None:
    served.wait(lambda page: IN_TEXT.findall(page) == ["15"])
    replace(TWIN, 'table["count"] == 15', 'table["count"] in (8, 15)')
    served.wait(lambda page: "in (8, 15)" in page)
    before = served.runs()

    replace(PRIMES, "They differ from", "There are more. They differ from")
    page = served.wait(lambda page: "There are more." in page)
    assert served.runs() == before
    assert 'class="ls-problem"' not in page

    replace(LIBRARY, "return number > 1 and", "return 1 < number < 100 and")
    served.wait(lambda page: IN_TEXT.findall(page) == ["8"])
    after = served.runs()
    assert all(after[name] > before[name] for name in before)
    for _ in range(10):
        assert IN_TEXT.findall(served.page()) == ["8"]
        time.sleep(0.05)

    replace(TWIN, "pairs[0] == (3, 5)", "pairs[0] == (5, 7)")
    line = (served.root / TWIN).read_text().splitlines().index("assert pairs[0] == (5, 7)") + 1
    page = served.wait(lambda page: 'class="ls-problem"' in page)
    assert f"{TWIN}:{line}: the program failed: AssertionError: assert (3, 5) == (5, 7)" in page
    replace(TWIN, "pairs[0] == (5, 7)", "pairs[0] == (3, 5)")
    page = served.wait(lambda page: 'class="ls-problem"' not in page)
    assert IN_TEXT.findall(page) == ["8"]

    second = subprocess.run(served.process.args, cwd=served.root, capture_output=True, text=True, check=False)
    assert second.returncode == 1
    assert len(second.stderr.splitlines()) == 1
    assert f"port {served.port} is in use" in second.stderr

    # Ctrl-C, while a program runs:
    started = served.root / "started"
    program = f"import os, time; from pathlib import Path; Path({str(started)!r}).write_text(str(os.getpid()))"
    replace(TWIN, "largest = ", f"{program}; time.sleep(3600); largest = ")
    within(lambda: started.exists() and started.read_text() != "")
    child = int(started.read_text())
    assert alive(child)
    os.killpg(served.process.pid, signal.SIGINT)
    served.process.wait(PATIENCE)
    within(lambda: not alive(child) and served.session() == [])
    assert "Traceback" not in (served.root / "said").read_text()


#: What makes the book impossible to show: file, what is in it then, words on the page.
IMPOSSIBLE = {
    "a page that is not UTF-8": (PRIMES, b"# Primes\n\ncaf\xe9\n", "docs/chapters/primes.md:3: not UTF-8: byte 0xE9"),
    "settings that are no YAML": ("mkdocs.yml", b"site_name: [\n", "mkdocs.yml:3: not YAML"),
    "an unknown option": ("mkdocs.yml", b"time_limits: 5", "has no option &#x27;time_limits&#x27;"),
}


def test_what_cannot_be_shown_is_said_in_the_browser_until_it_is_mended(served: Served) -> None:
    served.wait(lambda page: IN_TEXT.findall(page) == ["15"])
    for path, content, words in IMPOSSIBLE.values():
        file = served.root / path
        before = file.read_bytes()
        if content.startswith(b"time"):
            file.write_bytes(before.replace(b"time_limit: 600", content))
        else:
            file.write_bytes(content if path == PRIMES else before.replace(b"site_name: Squares\n", content))
        served.wait(lambda page, words=words: words in page)
        file.write_bytes(before)
        served.wait(lambda page: IN_TEXT.findall(page) == ["15"])

    program = served.root / TWIN
    before = program.read_bytes()
    program.write_bytes(before + b"unclosed = (\n")
    page = served.wait(lambda page: "was never closed" in page)
    assert f"{TWIN}:13: not Python" in page
    program.write_bytes(before)
    served.wait(lambda page: 'class="ls-problem"' not in page and IN_TEXT.findall(page) == ["15"])
    assert "Traceback" not in (served.root / "said").read_text()


def within(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def running() -> list[str]:
    """Return session, number and command of each process, but for those that only wait to be collected."""
    listed = subprocess.run(["ps", "-eo", "sid=,pid=,stat=,args="], capture_output=True, text=True, check=True).stdout
    return [line for line in listed.splitlines() if not line.split()[2].startswith("Z")]


def alive(pid: int) -> bool:
    return any(line.split()[1] == str(pid) for line in running())
