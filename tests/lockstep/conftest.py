"""A small book about something else, in a folder of its own, for a test to break."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown
from mkdocs.utils.yaml import yaml_load

from lockstep.book.front import parse_front
from lockstep.check.ledger import REMEDY
from lockstep.edition import Edition
from lockstep.problem import BookError, Problem

SQUARES = Path(__file__).parent / "squares"


@pytest.fixture(scope="session")
def squares_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book, run once, so that a test which breaks one program runs only that one."""
    root = tmp_path_factory.mktemp("squares") / "book"
    shutil.copytree(SQUARES, root, ignore=shutil.ignore_patterns("build", "generated", "__pycache__"))
    assert Edition.make(root).problems == ()
    return root


@pytest.fixture(scope="session")
def squares_site(squares_run: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Edition, Path]:
    """The book in a folder of its own, and its site, built once."""
    root = Path(shutil.copytree(squares_run, tmp_path_factory.mktemp("built") / "book"))
    command = [sys.executable, "-m", "lockstep", "build"]
    built = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    return Edition.make(root), root / "build" / "site"


@pytest.fixture
def squares(squares_run: Path, tmp_path: Path) -> Path:
    """A copy of the book for a test to break."""
    return Path(shutil.copytree(squares_run, tmp_path / "book"))


@pytest.fixture
def replace(squares: Path) -> Callable[[str, str, str], None]:
    """Replace text that stands once in a file of the book."""

    def replace(path: str, old: str, new: str) -> None:
        file = squares / path
        text = file.read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
        file.write_text(text.replace(old, new), "utf-8")

    return replace


@pytest.fixture
def problems(squares: Path) -> Callable[[], tuple[Problem, ...]]:
    """Run and check the book; what waits for nothing but a reader, `test_ledger.py` is about."""

    def problems() -> tuple[Problem, ...]:
        try:
            return tuple(each for each in Edition.make(squares).problems if each.remedy != REMEDY)
        except BookError as error:  # a file that cannot be read
            return tuple(error.problems)

    return problems


@pytest.fixture
def markdown(squares: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Markdown]:
    """Make the Markdown instance that a site generator makes of the book's mkdocs.yml, for each page."""
    monkeypatch.chdir(squares)
    monkeypatch.setenv("LOCKSTEP_SERVE", "1")  # what changes here, nobody has read
    listed = yaml_load((squares / "mkdocs.yml").read_text("utf-8"))["markdown_extensions"]
    configured = {name: config for each in listed if isinstance(each, dict) for name, config in each.items()}
    names = [each if isinstance(each, str) else next(iter(each)) for each in listed]
    return lambda: Markdown(extensions=names, extension_configs=configured)


@pytest.fixture
def convert(squares: Path, markdown: Callable[[], Markdown]) -> Callable[[str], BeautifulSoup]:
    """Convert a page of the book, or text that is none."""

    def convert(text: str) -> BeautifulSoup:
        path = squares / "docs" / text
        source = parse_front(text, path.read_text("utf-8"))[1] if text.endswith(".md") else text
        return BeautifulSoup(markdown().convert(source), "html.parser")

    return convert
