"""A disk that takes nothing, what lies where a folder has to be, Ctrl-C: a line that says so, and no traceback.

The disk itself is made to fail: who runs the tests may be allowed to write everywhere.
"""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from markdown import markdown

import lockstep.site.hooks
import lockstep.store
from lockstep.__main__ import main
from lockstep.accept import review
from lockstep.book import Book
from lockstep.problem import STOPPED


def changed(root: Path) -> None:
    """A program has to run again, and its record has to be written."""
    file = root / "snippets" / "odd_sum.py"
    file.write_text(file.read_text("utf-8") + "\n# another\n", "utf-8")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT, errno.EIO])
@pytest.mark.parametrize("command", ["check", "build"])
def test_a_disk_that_takes_nothing_is_one_problem(
    command: str,
    number: int,
    squares: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    changed(squares)
    before = (squares / "build" / "records" / "odd_sum.json").read_bytes()

    def refuse(*_: object, **named: object) -> None:
        raise OSError(number, os.strerror(number), str(squares / "build" / "records" / ".odd_sum.partial"))

    monkeypatch.chdir(squares)
    monkeypatch.setattr(lockstep.store, "NamedTemporaryFile", refuse)
    assert main([command]) == 1
    written = capsys.readouterr()
    assert written.out == ""
    one, where, remedy = written.err.splitlines()
    assert one == "1 problem"
    assert where.startswith("build/records/.odd_sum.partial:1: the disk does not let lockstep read or write this: ")
    assert os.strerror(number) in where
    assert "make room" in remedy
    assert (squares / "build" / "records" / "odd_sum.json").read_bytes() == before
    assert not (squares / "build" / "site").exists()


@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize("folder", ["build", "build/records"])
def test_a_file_in_the_place_of_a_folder_is_one_problem(
    folder: str, command: str, squares: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(squares)
    (squares / folder).rename(squares / "aside")
    (squares / folder).write_text("no folder")
    monkeypatch.chdir(squares)
    assert main([command]) == 1
    one, where, _ = capsys.readouterr().err.splitlines()
    assert one == "1 problem"
    assert where.startswith(f"{folder}")
    assert "the disk does not let lockstep read or write this" in where


@pytest.mark.parametrize("arguments", [["check"], ["build"], ["accept", "odd-sum"], ["doubt"]])
def test_ctrl_c_prints_one_line(
    arguments: list[str], squares: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(root: Path) -> Book:
        raise KeyboardInterrupt

    monkeypatch.chdir(squares)
    changed(squares)
    monkeypatch.setattr(Book, "load", interrupted)
    assert main(arguments) == STOPPED
    assert capsys.readouterr() == ("", "stopped\n")


def test_the_extension_by_its_name_and_without_a_book_shows_a_text_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert markdown("x and `y`", extensions=["lockstep.render"]) == "<p>x and <code>y</code></p>"


def test_mkdocs_builds_a_book_from_another_folder_where_its_hook_says_which(squares: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    with (squares / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write(f"hooks: [{lockstep.site.hooks.__file__}]\n")
    review(squares, lambda question: "y")
    settings = os.path.relpath(squares / "mkdocs.yml", tmp_path / "elsewhere")
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", settings, "-d", str(tmp_path / "site")]
    environment = {**os.environ, "LOCKSTEP_WHOLE": "false", "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        command, cwd=tmp_path / "elsewhere", env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    page = (tmp_path / "site" / "chapters" / "squares" / "index.html").read_text("utf-8")
    assert "ls-statement" in page
    assert "{python}" not in page
    assert not list((tmp_path / "elsewhere").iterdir())
