"""A site that stands as it would be built is not built; whatever it could depend on makes it fall."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import lockstep.site.publish
from lockstep.book.settings import load_settings
from lockstep.edition import Edition
from lockstep.site.publish import Standing

STANDS = "stands as it would be built now"


@pytest.fixture
def built(squares_site: tuple[Edition, Path], tmp_path: Path) -> Path:
    """A book in a folder of its own, with its site."""
    return Path(shutil.copytree(squares_site[1].parents[1], tmp_path / "book"))


def standing(root: Path, **environment: str) -> Standing:
    return Standing(
        load_settings(root), root / "build" / "site", {**os.environ, "SOURCE_DATE_EPOCH": "0", **environment}
    )


def write(path: str, text: str) -> Callable[[Path], object]:
    return lambda root: (root / path).write_text(text, "utf-8")


def append(file: Path, text: str) -> None:
    file.write_text(file.read_text("utf-8") + text, "utf-8")


#: By what is done to a book, or to its site.
CHANGES: dict[str, Callable[[Path], object]] = {
    "a page is new": write("docs/new.md", "# New\n"),
    "a file that no page names is new": write("docs/own.css", "p { color: red }\n"),
    "settings say something else": lambda root: append(root / "mkdocs.yml", "# so\n"),
    "a program printed something else": lambda root: next((root / "build/records").iterdir()).write_text("{}"),
    "a lab wrote something": lambda root: ((root / "build/labs").mkdir(), (root / "build/labs/a.json").touch()),
    "a page of the site was edited": write("build/site/index.html", "So"),
    "a page of the site is gone": lambda root: (root / "build/site/404.html").unlink(),
    "the site has a file that nobody made": write("build/site/stray.txt", ""),
    "the site is gone": lambda root: shutil.rmtree(root / "build/site"),
}


def test_a_second_build_makes_nothing(built: Path) -> None:
    command = [sys.executable, "-m", "lockstep", "build"]
    before = (built / "build/site").stat().st_ino
    again = subprocess.run(command, cwd=built, capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stdout + again.stderr
    assert STANDS in again.stdout
    assert (built / "build/site").stat().st_ino == before


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_makes_it_fall(change: str, built: Path) -> None:
    standing(built).keep()
    assert standing(built).holds()
    CHANGES[change](built)
    assert not standing(built).holds()


def test_what_no_page_can_depend_on_changes_nothing(built: Path) -> None:
    standing(built).keep()
    (built / ".hidden").write_text("so", "utf-8")
    (built / "build" / "other").write_text("so", "utf-8")
    assert standing(built, ANOTHER="so").holds()


def test_what_the_settings_ask_of_the_environment_counts(built: Path) -> None:
    append(built / "mkdocs.yml", "repo_url: !ENV [WHERE_IT_IS, '']\n")
    standing(built).keep()
    assert standing(built).holds()
    assert not standing(built, WHERE_IT_IS="here").holds()
    assert not standing(built, SOURCE_DATE_EPOCH="1").holds()
    assert not standing(built, LOCKSTEP_SERVE="1").holds()


def test_another_generator_counts(built: Path) -> None:
    config = built / "mkdocs.yml"
    text = config.read_text("utf-8")
    config.write_text(text.replace("library:", "generator: !ENV [GENERATOR, mkdocs]\n      library:"), "utf-8")
    standing(built).keep()
    assert standing(built).holds()
    assert not standing(built, GENERATOR="zensical").holds()


def test_other_packages_and_another_lockstep_count(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    standing(built).keep()
    monkeypatch.setattr(lockstep.site.publish, "surroundings", lambda: "other packages")
    assert not standing(built).holds()
    monkeypatch.undo()
    monkeypatch.setattr(lockstep, "__file__", str(tmp_path / "lockstep" / "__init__.py"))
    assert not standing(built).holds()
