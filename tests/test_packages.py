"""The two packages are installed apart: each brings what it imports, neither what only the other does."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from checkout import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

# Where the pyproject.toml of each package is.
FOLDERS = {"firsttoken": ".", "lockstep": "src"}
# Which of its dependencies each needs without an import.
UNIMPORTED = {
    "firsttoken": {
        "numpy",  # torch warns where it is missing
        "tokenizers",  # with transformers, to read a tokenizer
        "accelerate",  # with transformers, to spread a model over devices
    },
    "lockstep": {
        "mkdocs-material",  # named in mkdocs.yml, as are the next two
        "mkdocs-jupyter",
        "mkdocstrings",
        "mkdocstrings-python",  # with mkdocstrings
        "ruff",  # with mkdocstrings-python
        "ipykernel",  # with nbclient
        "ziamath",  # holds a font
        "zensical",  # a command
    },
}
# What lockstep makes repeatable where a program has loaded it, and never loads by itself.
FOREIGN: dict[str, set[str]] = {"firsttoken": set(), "lockstep": {"torch"}}
DISTRIBUTIONS = packages_distributions()


def project(package: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / FOLDERS[package] / "pyproject.toml").read_text("utf-8"))["project"]


def offered(package: str, *extras: str) -> set[str]:
    """Return what is installed with a package, by the names of its lists."""
    said = project(package)
    lists = (said["dependencies"], *(said["optional-dependencies"][extra] for extra in extras))
    return {canonicalize_name(Requirement(each).name) for each in chain(*lists)}


def modules(folder: str) -> set[str]:
    """Return the outermost name of each module that the programs of a folder import, wherever in a program."""
    programs = (ROOT / folder).rglob("*.py")
    return {name.partition(".")[0] for file in programs for name in _imported(ast.parse(file.read_text("utf-8")))}


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            yield str(node.module)


def asked(folder: str) -> set[str]:
    """Return the distributions that the programs of a folder import from, but for the two of this repository."""
    foreign = modules(folder) - sys.stdlib_module_names - FOLDERS.keys()
    return {canonicalize_name(DISTRIBUTIONS[name][0]) for name in foreign}


@pytest.mark.parametrize(("package", "extras"), [("firsttoken", ["audit"]), ("lockstep", ["zensical"])])
def test_a_package_brings_what_it_imports_and_nothing_else(package: str, extras: list[str]) -> None:
    needed = asked(f"src/{package}") - FOREIGN[package]
    assert needed
    assert needed & UNIMPORTED[package] == set()
    assert offered(package, *extras) == needed | UNIMPORTED[package]


def test_neither_package_imports_the_other() -> None:
    assert "lockstep" not in modules("src/firsttoken")
    assert "firsttoken" not in modules("src/lockstep")


def test_the_programs_of_the_essay_run_with_the_library_and_its_extras() -> None:
    programs = asked("snippets") | asked("docs/lab")
    assert programs - offered("firsttoken") - offered("firsttoken", "essay", "labs") == set()
    assert offered("firsttoken", "essay") - offered("firsttoken") - programs == set()


def test_both_are_of_the_version_that_changes_are_listed_for() -> None:
    assert project("firsttoken")["version"] == project("lockstep")["version"]


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """What a set-up builds from, with what one of an earlier version has left there."""
    folder = tmp_path / "checkout"
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    for stale in ("build/lib/other", "src/build/lib/other"):
        (folder / stale).mkdir(parents=True)
        (folder / stale / "__init__.py").touch()
    return folder


def built(how: str, folder: Path, target: Path) -> ZipFile:
    """Return the wheel that setuptools builds, as pip asks for it."""
    command = [sys.executable, "-c", f"from setuptools import build_meta; build_meta.{how}({str(target)!r})"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    [wheel] = target.glob("*.whl")
    return ZipFile(wheel)


@pytest.mark.parametrize("package", FOLDERS)
def test_what_is_packed_is_the_package_whole_and_alone(package: str, sources: Path, tmp_path: Path) -> None:
    names = built("build_wheel", sources / FOLDERS[package], tmp_path).namelist()
    files = {path.relative_to(sources / "src").as_posix() for path in (sources / "src" / package).rglob("*.*")}
    assert {name for name in names if ".dist-info/" not in name} == files
    assert [name for name in names if name.endswith(".dist-info/licenses/LICENSE")]


@pytest.mark.parametrize("package", FOLDERS)
def test_an_editable_install_is_a_path_that_every_tool_can_follow(package: str, sources: Path, tmp_path: Path) -> None:
    wheel = built("build_editable", sources / FOLDERS[package], tmp_path)
    [pointer] = [name for name in wheel.namelist() if ".dist-info/" not in name]
    assert pointer.endswith(".pth")
    assert wheel.read(pointer).decode().splitlines() == [str(sources / "src")]
