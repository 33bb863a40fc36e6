"""What the targets of make run, and that each fails when anything in it does."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from checkout import ROOT, Checkout


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


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


@pytest.mark.parametrize(
    "target",
    [
        "serve",
        "build",
        "paper",
        "epub",
        "offline",
        "publish",
        "test",
        "flakes",
        "bands",
        "bench",
        "gallery",
        "doubt",
        "audit-site",
        "build-zensical",
        "lint",
        "format",
    ],
)
def test_a_target_fails_when_any_of_its_commands_fails(checkout: Checkout, target: str) -> None:
    (checkout.folder / "snippets").mkdir()
    (checkout.folder / "snippets/trained.py").write_text('os.environ["SEED"]')
    (checkout.folder / "build/site").mkdir(parents=True)
    (checkout.folder / "build/first-token-site.zip").touch()
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


@pytest.mark.parametrize(("target", "before"), [("test", []), ("flakes", []), ("paper", ["-m lockstep build"])])
def test_no_page_is_shown_without_a_browser(checkout: Checkout, target: str, before: list[str]) -> None:
    checkout.setup()
    (checkout.folder / "calls").unlink()
    (checkout.folder / "no-browser").touch()
    assert checkout.make(target).returncode == 2
    looked = [*before, "-m machine.browser"]
    assert checkout.calls() == looked
    (checkout.folder / "no-browser").unlink()
    (checkout.folder / "calls").unlink()
    assert checkout.make(target).returncode == 0
    started = checkout.calls()
    assert started[: len(looked)] == looked
    assert len(started) == len(looked) + 1


def test_a_port_in_use_is_one_clear_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "lockstep", "serve", "--port", str(port)]
        said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert said.returncode == 1
    [line] = said.stderr.splitlines()
    assert f"port {port} is in use" in line
    assert "PORT=" in line
