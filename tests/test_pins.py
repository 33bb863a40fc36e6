"""What is installed is what constraints.txt pins, and nothing else."""

from __future__ import annotations

import importlib.metadata
import tomllib

import pytest
from checkout import PACKAGES, ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version


def pins() -> dict[str, Requirement]:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    found = [Requirement(line) for line in lines if line and not line.startswith("#")]
    assert all(len(pin.specifier) == 1 and str(pin.specifier).startswith("==") for pin in found)
    assert all("*" not in str(pin.specifier) for pin in found)
    here = [pin for pin in found if pin.marker is None or pin.marker.evaluate()]
    assert len({canonicalize_name(pin.name) for pin in here}) == len(here), "two pins of one package"
    return {canonicalize_name(pin.name): pin for pin in here}


def asked(path: str) -> list[str]:
    """Return what a pyproject.toml asks for, with all of its extras."""
    project = tomllib.loads((ROOT / path).read_text())["project"]
    return sum(project.get("optional-dependencies", {}).values(), project["dependencies"])


def test_every_installed_version_is_a_pinned_one() -> None:
    pinned = pins()
    waiting = [Requirement(each) for path in PACKAGES for each in asked(path)]
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


@pytest.mark.parametrize("path", PACKAGES)
def test_the_build_backend_is_a_pinned_one(path: str) -> None:
    [backend] = tomllib.loads((ROOT / path).read_text())["build-system"]["requires"]
    assert Requirement(backend) == pins()["setuptools"]


def test_torch_is_asked_for_exactly() -> None:
    assert str(pins()["torch"]) == "torch==2.13.0"
