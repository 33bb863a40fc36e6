from __future__ import annotations

import json
import os

import pytest

from lockstep.run import cache
from lockstep.store import Store

SOURCE = """\
from pathlib import Path
from shelf_library import double
with Path("ran").open("a") as log:
    log.write("x")
x, y = double(1), 3
"""


def test_what_has_not_changed_does_not_run_again(shelf) -> None:
    first = shelf.run(SOURCE, "x")
    assert shelf.run(SOURCE, "x") == first
    assert shelf.runs() == 1


@pytest.mark.parametrize("ending", ["raise ValueError", "import os; os._exit(1)"])
def test_no_failure_is_kept(shelf, ending: str) -> None:
    for number in (1, 2):
        assert shelf.run(f"{SOURCE}{ending}\n").failure is not None
        assert shelf.runs() == number


def test_a_failure_is_over_when_its_cause_is_gone(shelf) -> None:
    source = "from pathlib import Path\nassert Path('needed').exists()\n"
    assert shelf.run(source).status == "raised"
    (shelf.root / "needed").touch()
    assert shelf.run(source).status == "passed"


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
    assert shelf.runs() == 1
    (library / "table.json").write_text("{}")
    shelf.run(SOURCE)
    assert shelf.runs() == 2


def test_an_edit_of_the_snippet_runs_that_one_alone(shelf) -> None:
    shelf.run_all({"a": SOURCE, "b": SOURCE})
    shelf.run_all({"a": SOURCE, "b": SOURCE + "\n"})
    assert shelf.runs() == 3
    assert sorted(path.name for path in (shelf.root / "build" / "records").iterdir()) == ["a.json", "b.json"]


def test_a_new_question_runs_it_with_the_old_questions_too(shelf) -> None:
    assert shelf.run(SOURCE, "x", "none").values == {"x": 2}
    assert shelf.run(SOURCE, "y").values == {"x": 2, "y": 3}
    assert set(shelf.run(SOURCE, "x", "y", "none").missing) == {"none"}
    assert shelf.runs() == 2


@pytest.mark.parametrize("damage", ["", "{", "[]", "{}", '{"key": 1}', "\udcff"])
def test_a_damaged_file_counts_as_none(shelf, damage: str) -> None:
    path = shelf.root / "build" / "records" / "it.json"
    first = shelf.run("x = 1\n")
    path.write_bytes(damage.encode(errors="surrogateescape"))
    assert shelf.run("x = 1\n").to_json() | {"seconds": 0} == first.to_json() | {"seconds": 0}


def test_a_record_that_was_edited_by_hand_is_not_published(shelf) -> None:
    assert shelf.run(SOURCE, "x").values == {"x": 2}
    path = shelf.root / "build" / "records" / "it.json"
    text = path.read_text()
    assert text.count('"x": 2') == 1
    path.write_text(text.replace('"x": 2', '"x": 7'))
    assert shelf.run(SOURCE, "x").values == {"x": 2}
    assert shelf.runs() == 2


def test_a_record_of_another_shape_counts_as_none(shelf) -> None:
    shelf.run("x = 1\n")
    path = shelf.root / "build" / "records" / "it.json"
    of_it = cache.Cache(shelf.settings)
    kept = json.loads(path.read_text())["kept"]
    kept["seen"] = kept.pop("reached")
    Store(path.parent).write("it", of_it.key(shelf.snippet("x = 1\n")), kept)
    assert of_it.read(shelf.snippet("x = 1\n")) is None
