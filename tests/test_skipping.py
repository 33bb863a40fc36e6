"""`--skip-unchanged` skips what passed on the same files, and nothing else."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

HERE = Path(__file__).parent
TEST = """\
from pathlib import Path
def test_value(): assert Path("src/firsttoken/value").read_text() != "wrong"
"""
BROWSER = """\
from pathlib import Path
from types import SimpleNamespace
class NoBrowserError(Exception): pass
def find(): return SimpleNamespace(version=Path("build/version").read_text())
"""
# Other plugins would be imported too, which takes longer than all the rest.
ALONE = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
Outcome = dict[str, int]


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Outcome]:
    """Run the tests of a small project, here or in two processes; return how many passed, failed, were skipped."""
    for name in (
        "src/firsttoken",
        "src/lockstep",
        "tests/firsttoken",
        "tests/lockstep",
        ".ci",
        ".github",
        "build",
        "machine",
    ):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text('[tool.pytest.ini_options]\ntestpaths = ["tests"]\npythonpath = ["."]\n')
    (tmp_path / "machine/browser.py").write_text(BROWSER)
    (tmp_path / "build/version").write_text("1")
    files = ("src/pyproject.toml", "src/firsttoken/value", "src/lockstep/store.py")
    for name in (*files, ".proselintrc.json"):
        (tmp_path / name).touch()
    for name in ("conftest.py", "dependencies.py"):
        shutil.copy(HERE / name, tmp_path / "tests")
    (tmp_path / "tests/firsttoken/test_value.py").write_text(TEST)
    (tmp_path / "tests/test_root.py").write_text("def test_root(): pass\n")

    def run(*arguments: str, tests: tuple[str, ...] = ("tests",)) -> Outcome:
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "xdist", *tests, *arguments]
        said = subprocess.run(command, cwd=tmp_path, env=ALONE, capture_output=True, text=True, check=False).stdout
        return {outcome: int(count) for count, outcome in re.findall(r"(\d+) (passed|failed|skipped)", said)}

    return run


@pytest.mark.parametrize("processes", [(), ("-n", "2")], ids=["one process", "two processes"])
def test_what_passed_is_skipped_until_a_file_changes(
    run: Callable[..., Outcome], tmp_path: Path, processes: tuple[str, ...]
) -> None:
    assert run("--skip-unchanged", *processes) == {"passed": 2}
    assert run("--skip-unchanged", *processes) == {"skipped": 2}
    (tmp_path / "src/lockstep/other").write_text("new")
    assert run("--skip-unchanged", *processes) == {"passed": 1, "skipped": 1}
    (tmp_path / "src/firsttoken/value").write_text("edited")
    assert run("--skip-unchanged", *processes) == {"passed": 2}


@pytest.mark.parametrize("processes", [(), ("-n", "2")], ids=["one process", "two processes"])
def test_where_all_have_passed_and_nothing_changed_none_is_looked_for(
    run: Callable[..., Outcome], tmp_path: Path, processes: tuple[str, ...]
) -> None:
    whole = partial(run, "--skip-unchanged", *processes, tests=())
    assert whole() == {"passed": 2}
    assert whole() == {}
    assert whole("-k", "root") == {"skipped": 1}  # of some it says what it did
    assert run(*processes, tests=()) == {"passed": 2}
    for changed in ("LICENSE", "build/version"):
        (tmp_path / changed).write_text("new")
        assert whole() != {}
        assert whole() == {}


def test_what_failed_or_ran_while_files_changed_has_not_passed_whole(
    run: Callable[..., Outcome], tmp_path: Path
) -> None:
    whole, value = partial(run, "--skip-unchanged", tests=()), tmp_path / "src/firsttoken/value"
    value.write_text("wrong")
    for _ in range(2):
        assert whole()["failed"] == 1
    value.write_text("right")
    (tmp_path / "tests/test_root.py").write_text(f"def test_root(): open({str(value)!r}, 'a').write('er')\n")
    assert whole() == {"passed": 2}
    value.write_text("right")
    assert whole() != {}


def test_what_failed_last_is_not_the_whole(run: Callable[..., Outcome], tmp_path: Path) -> None:
    again = partial(run, "-p", "cacheprovider", "--skip-unchanged", tests=())
    value = tmp_path / "src/firsttoken/value"
    value.write_text("wrong")
    assert again() == {"failed": 1, "passed": 1}
    value.write_text("right")
    (tmp_path / "tests/test_root.py").write_text("def test_root(): raise ValueError\n")
    assert again("--lf") == {"passed": 1}
    assert again() == {"failed": 1, "skipped": 1}


@pytest.mark.parametrize("name", [".github/site.yml", ".ci/run", "LICENSE", "snippets/new.py", ".stylelintrc.yml"])
def test_a_test_of_no_folder_depends_on_all_that_is_kept(
    run: Callable[..., Outcome], tmp_path: Path, name: str
) -> None:
    assert run("--skip-unchanged") == {"passed": 2}
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("new")
    assert run("--skip-unchanged") == {"passed": 1, "skipped": 1}


def test_what_failed_runs_again(run: Callable[..., Outcome], tmp_path: Path) -> None:
    (tmp_path / "src/firsttoken/value").write_text("wrong")
    assert run("--skip-unchanged") == {"failed": 1, "passed": 1}
    assert run("--skip-unchanged") == {"failed": 1, "skipped": 1}


def test_without_the_option_everything_runs(run: Callable[..., Outcome]) -> None:
    assert run("--skip-unchanged") == {"passed": 2}
    assert run() == {"passed": 2}
