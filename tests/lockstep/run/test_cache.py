from __future__ import annotations

import os
import platform
import shutil
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from lockstep.run import Drawing, Record, cache

SOURCE = """\
from pathlib import Path
from shelf_library import double
with Path("ran").open("a") as log:
    log.write("x")
x, y = double(1), 3
"""


def runs(shelf) -> int:
    ran = shelf.root / "ran"
    return len(ran.read_text()) if ran.exists() else 0


def test_what_has_not_changed_does_not_run_again(shelf) -> None:
    first = shelf.run(SOURCE, "x")
    assert shelf.run(SOURCE, "x") == first
    assert runs(shelf) == 1


def test_a_failure_is_kept_and_a_death_is_not(shelf) -> None:
    for ending, expected in (("raise ValueError\n", 1), ("import os; os._exit(1)\n", 2)):
        (shelf.root / "ran").unlink(missing_ok=True)
        assert shelf.run(SOURCE + ending) == shelf.run(SOURCE + ending)
        assert runs(shelf) == expected


def test_an_edit_of_the_library_runs_it_again_and_is_seen(shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    file = shelf.root / "src" / "shelf_library" / "__init__.py"
    os.utime(file, (1, 1))
    assert shelf.run(SOURCE, "x").values == {"x": 2}
    shelf.write_library("def double(x):\n    return 3 * x\n")
    os.utime(file, (1, 1))  # the same second and the same length, which a compiled file takes for the same source
    assert shelf.run(SOURCE, "x").values == {"x": 3}


def test_a_new_file_in_the_library_runs_it_again_and_compiled_ones_do_not(shelf) -> None:
    shelf.run(SOURCE)
    library = shelf.root / "src" / "shelf_library"
    (library / "__pycache__").mkdir(exist_ok=True)
    (library / "__pycache__" / "it.pyc").write_bytes(b"")
    shelf.run(SOURCE)
    assert runs(shelf) == 1
    (library / "table.json").write_text("{}")
    shelf.run(SOURCE)
    assert runs(shelf) == 2


def test_an_edit_of_the_snippet_runs_that_one_alone(shelf) -> None:
    shelf.run_all({"a": SOURCE, "b": SOURCE})
    shelf.run_all({"a": SOURCE, "b": SOURCE + "\n"})
    assert runs(shelf) == 3
    assert sorted(path.name for path in (shelf.root / "build" / "records").iterdir()) == ["a.json", "b.json"]


def test_a_new_question_runs_it_with_the_old_questions_too(shelf) -> None:
    assert shelf.run(SOURCE, "x", "none").values == {"x": 2}
    assert shelf.run(SOURCE, "y").values == {"x": 2, "y": 3}
    assert set(shelf.run(SOURCE, "x", "y", "none").missing) == {"none"}
    assert runs(shelf) == 2


@pytest.mark.parametrize("damage", ["", "{", "[]", "{}", '{"key": 1}', "\udcff"])
def test_a_damaged_file_counts_as_none(shelf, damage: str) -> None:
    path = shelf.root / "build" / "records" / "it.json"
    first = shelf.run("x = 1\n")
    path.write_bytes(damage.encode(errors="surrogateescape"))
    assert shelf.run("x = 1\n").to_json() | {"seconds": 0} == first.to_json() | {"seconds": 0}


def test_a_record_of_another_shape_counts_as_none(shelf) -> None:
    shelf.run("x = 1\n")
    path = shelf.root / "build" / "records" / "it.json"
    path.write_text(path.read_text().replace('"reached"', '"seen"'))
    assert cache.Cache(shelf.settings).read(shelf.snippet("x = 1\n")) is None


def test_a_library_folder_that_does_not_exist_is_an_error(shelf) -> None:
    shelf.set(library=("src/shelf_libary",))
    with pytest.raises(ValueError, match="the library folder src/shelf_libary does not exist"):
        shelf.run("x = 1\n")


@pytest.fixture
def key(shelf, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Computes a key afresh, over a copy of the runner that a test may edit."""
    runner = tmp_path / "lockstep" / "run"
    shutil.copytree(Path(cache.__file__).parent, runner)
    shutil.copy(cache.values.__file__, runner.parent)
    monkeypatch.setattr(cache, "__file__", str(runner / "cache.py"))
    monkeypatch.setattr(cache.values, "__file__", str(runner.parent / "values.py"))

    def compute() -> str:
        cache._environment.cache_clear()
        return cache.Cache(shelf.settings).key(shelf.snippet("x = 1\n"))

    yield compute
    cache._environment.cache_clear()


@pytest.mark.parametrize("part", ["python_implementation", "python_version", "system", "machine"])
def test_the_key_covers_python_and_the_platform(key, monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    before = key()
    assert key() == before
    monkeypatch.setattr(platform, part, lambda: "other")
    assert key() != before


@pytest.mark.parametrize("file", ["run/child.py", "run/figures.py", "values.py"])
def test_the_key_covers_the_runner(key, tmp_path: Path, file: str) -> None:
    before = key()
    path = tmp_path / "lockstep" / file
    path.write_text(path.read_text() + "\n")
    assert key() != before


def test_the_key_covers_what_is_installed(key, monkeypatch: pytest.MonkeyPatch) -> None:
    before = key()
    installed = [*cache.distributions(), SimpleNamespace(name="other", version="1")]
    monkeypatch.setattr(cache, "distributions", lambda: installed)
    assert key() != before


def test_a_full_cache_is_read_in_well_under_a_second(shelf) -> None:
    snippets = [shelf.snippet(f"x = {number}\n", f"s{number}") for number in range(100)]
    store = cache.Cache(shelf.settings)
    for snippet in snippets:
        store.write(snippet, Record(snippet.name, "passed", figures=(Drawing(1, "x" * 50_000),)))
    started = time.process_time()
    assert all(cache.Cache(shelf.settings).read(snippet) for snippet in snippets)
    assert time.process_time() - started < 0.5
