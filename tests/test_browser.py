"""A machine without a browser gets one or one clear error. What would fetch it here are scripts, and Playwright's own
installer with an address on this machine in place of its own: nothing is installed."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from machine import browser

ROOT = Path(__file__).parents[1]
STARTS = "#!/bin/sh\necho Chromium 1.2.3\n"
LACKS_A_LIBRARY = "#!/bin/sh\necho 'error while loading shared libraries' >&2\nexit 127\n"
NOBODY = "http://127.0.0.1:1"  # refuses at once


class Machine:
    """A PATH with what a test puts there, and a place where Playwright may install."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.bin, self.log = folder / "bin", folder / "log"
        self.bin.mkdir()
        self.patch = monkeypatch
        monkeypatch.setenv("PATH", str(self.bin))
        monkeypatch.delenv("CHROMIUM", raising=False)
        monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(folder / "browsers"))
        monkeypatch.setenv("PLAYWRIGHT_DOWNLOAD_HOST", NOBODY)
        monkeypatch.setattr(browser, "APPLICATIONS", ())
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        for tool in ("env", "cat", "chmod"):
            (self.bin / tool).symlink_to(next(p for p in (Path("/bin") / tool, Path("/usr/bin") / tool) if p.exists()))

    def without_playwrights_own(self, starts: str = "true") -> None:
        """Let a script stand for Playwright where a test is about something else: it takes a second to refuse."""
        script = self.script("playwright", f'#!/bin/sh\n{starts} || exit 127\n[ "$*" = --version ]\n')
        self.patch.setattr(browser, "PLAYWRIGHT", [str(script)])
        self.patch.setattr(browser, "_playwrights", lambda: "absent")

    def script(self, name: str, text: str) -> Path:
        path = self.bin / name
        path.write_text(text)
        path.chmod(0o755)
        return path

    def apt_get(self, package: str, then: str) -> None:
        """Let apt-get know one package, and install it by writing a script."""
        self.script(
            "apt-get",
            f'#!/bin/sh\necho "apt-get $*" >> {self.log}\n[ -t 0 ] && exit 9\n'
            f'case "$*" in\n*" update") ;;\n*" {package}") {then} ;;\n'
            '*) echo "E: no such package" >&2; exit 100 ;;\nesac\n',
        )

    def writes(self, name: str, text: str = STARTS) -> str:
        return f"cat > {self.bin / name} <<'END'\n{text}END\nchmod 755 {self.bin / name}\n"

    def logged(self) -> str:
        return self.log.read_text() if self.log.exists() else ""


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


@pytest.fixture
def download(bare: Machine, tmp_path: Path) -> Iterator[Path]:
    """Answer Playwright's installer with an archive, whatever it asks for; yield what stands for the browser in it."""
    archive, program = tmp_path / "served", tmp_path / "program"
    inside = Path(*Path(browser._playwrights()).relative_to(tmp_path / "browsers").parts[1:])
    program.write_text(STARTS)

    class Answer(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            entry = zipfile.ZipInfo(str(inside))
            entry.external_attr = 0o755 << 16
            with zipfile.ZipFile(archive, "w") as written:
                written.writestr(entry, program.read_text())
            body = archive.read_bytes()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Answer, directory=str(tmp_path))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        bare.patch.setenv("PLAYWRIGHT_DOWNLOAD_HOST", f"http://127.0.0.1:{server.server_port}")
        yield program
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("name", browser.NAMES)
def test_a_browser_on_the_path_is_taken_and_nothing_is_fetched(bare: Machine, name: str) -> None:
    path = bare.script(name, STARTS)
    assert browser.get() == (str(path), "Chromium 1.2.3")


def test_the_one_that_chromium_names_comes_before_the_path(bare: Machine, tmp_path: Path) -> None:
    bare.script("chromium", STARTS)
    other = bare.script("other", STARTS.replace("1.2.3", "9"))
    bare.patch.setenv("CHROMIUM", str(other))
    assert browser.get() == (str(other), "Chromium 9")


@pytest.mark.parametrize("text", [None, LACKS_A_LIBRARY, "no program at all"], ids=["absent", "broken", "no program"])
def test_a_wrong_name_is_said_and_no_other_browser_is_taken(bare: Machine, text: str | None) -> None:
    bare.script("chromium", STARTS)
    named = bare.bin / "named"
    if text:
        bare.script("named", text)
    bare.patch.setenv("CHROMIUM", str(named))
    with pytest.raises(browser.NoBrowserError, match=f"CHROMIUM is '{named}'.*or unset it"):
        browser.get()


def test_one_that_does_not_start_is_passed_over(bare: Machine) -> None:
    bare.script("chromium", LACKS_A_LIBRARY)
    path = bare.script("google-chrome", STARTS)
    assert browser.get().path == str(path)


def test_playwright_is_asked_though_a_browser_is_open_in_this_process() -> None:
    """As by a test of pages that came before."""

    async def asked() -> str:
        return browser._playwrights()

    with ThreadPoolExecutor(1) as apart:  # where one is open in this very process, no loop can be run beside it
        assert apart.submit(asyncio.run, asked()).result() == browser._playwrights()


def test_playwrights_own_is_downloaded_once_and_needs_no_root(
    bare: Machine, download: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    bare.apt_get("chromium", bare.writes("chromium"))
    got = browser.get()
    assert got.version == "Chromium 1.2.3"
    assert Path(got.path).is_relative_to(tmp_path / "browsers")
    assert "100%" in capfd.readouterr().out
    assert browser.find() == got
    assert bare.logged() == ""


def test_libraries_that_playwrights_own_lacks_are_asked_of_apt_get(bare: Machine, download: Path) -> None:
    download.write_text(LACKS_A_LIBRARY)
    bare.apt_get("chromium", bare.writes("chromium"))
    asked = []
    real = browser._failure

    def recorded(command: list[str], stdout: int | None = None) -> str:
        asked.append(command[-2] if command[-1] == "chromium" else command[-1])
        return "" if "install-deps" in command else real(command, stdout)  # which would ask the real apt-get

    bare.patch.setattr(browser, "_failure", recorded)
    assert browser.get().path == str(bare.bin / "chromium")
    assert "install-deps" in asked
    assert asked.index("install-deps") < asked.index("--no-install-recommends")


def test_the_library_that_playwright_itself_lacks_is_asked_of_apt_get(bare: Machine) -> None:
    bare.script("chromium", STARTS)
    bare.without_playwrights_own(starts=f"[ -e {bare.bin}/libatomic1 ]")
    bare.apt_get("libatomic1", bare.writes("libatomic1"))
    with pytest.raises(browser.NoBrowserError, match="Playwright does not start"):
        browser.find()
    assert browser.get().path == str(bare.bin / "chromium")
    assert [line.split()[-1] for line in bare.logged().splitlines()] == ["update", "libatomic1"]


@pytest.mark.parametrize("package", ["chromium-headless-shell", "chromium"])
def test_else_apt_get_installs_it(bare: Machine, capfd: pytest.CaptureFixture[str], package: str) -> None:
    bare.apt_get(package, bare.writes(package))
    assert browser.get().path == str(bare.bin / package)
    said = capfd.readouterr().out
    assert "This did not work: Error: " in said  # Playwright's word, in one line
    asked = [line.split()[-1] for line in bare.logged().splitlines()]
    assert asked == ["update", "chromium-headless-shell", *[package] * (package == "chromium")]


def test_ubuntu_calls_it_otherwise(bare: Machine) -> None:
    bare.without_playwrights_own()
    bare.apt_get("chromium-browser", bare.writes("chromium-browser"))
    assert browser.get().path == str(bare.bin / "chromium-browser")


@pytest.mark.parametrize("granted", [True, False])
def test_without_root_apt_get_is_used_where_sudo_asks_no_password(bare: Machine, granted: bool) -> None:
    bare.without_playwrights_own()
    bare.patch.setattr(os, "geteuid", lambda: 1000)
    bare.apt_get("chromium", bare.writes("chromium"))
    bare.script("sudo", f'#!/bin/sh\n[ "$1" = -n ] && {str(granted).lower()} || exit 1\nshift\nexec "$@"\n')
    bare.script("true", "#!/bin/sh\n")
    if granted:
        assert browser.get().path == str(bare.bin / "chromium")
    else:
        with pytest.raises(browser.NoBrowserError):
            browser.get()
        assert bare.logged() == ""


def test_where_none_can_be_had_there_is_one_error_with_a_line_for_each_system(bare: Machine) -> None:
    bare.patch.setenv("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")  # which ends its installer at once
    command = [sys.executable, "-m", "machine.browser"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert said.returncode == 1
    assert said.stderr.strip() == browser.NEEDED.format("There is no Chromium.")
    for system in ("Debian", "Ubuntu", "Fedora", "macOS"):
        assert f"\n    {system} " in said.stderr


def test_without_a_browser_the_tests_of_the_pages_are_one_error(bare: Machine) -> None:
    bare.script("chromium", LACKS_A_LIBRARY)
    command = [sys.executable, "-m", "pytest", "-q", "tests/site/test_using.py", "-p", "no:cacheprovider"]
    quiet = {
        name: value for name, value in os.environ.items() if name not in ("CI", "BUILD_NUMBER")
    }  # pytest says more there
    said = subprocess.run(command, cwd=ROOT, env=quiet, capture_output=True, text=True, check=False)
    assert said.returncode == 1
    assert " 1 error in " in said.stdout
    assert said.stdout.count("sudo dnf install chromium") == 1
    assert "deselected" in said.stdout
