from __future__ import annotations

import json
import os
import platform
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from lockstep.problem import BookError
from lockstep.run import cache
from lockstep.store import Store

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


@pytest.mark.parametrize("ending", ["raise ValueError", "import os; os._exit(1)"])
def test_no_failure_is_kept(shelf, ending: str) -> None:
    for number in (1, 2):
        assert shelf.run(f"{SOURCE}{ending}\n").failure is not None
        assert runs(shelf) == number


def test_a_failure_is_over_when_its_cause_is_gone(shelf) -> None:
    source = "from pathlib import Path\nassert Path('needed').exists()\n"
    assert shelf.run(source).status == "raised"
    (shelf.root / "needed").touch()
    assert shelf.run(source).status == "passed"


#: What a program may read beside its library: a line that binds x, the file that it reads, and two contents of it.
READ = {
    "a data file": ("x = open('data/n.txt').read()", "data/n.txt", "1", "504"),
    "a file beside the program": ("x = Path('snippets/n.txt').read_text()", "snippets/n.txt", "1", "504"),
    "a file that is not there at first": (
        "try: x = open('n.txt').read()\nexcept OSError: x = 'none'",
        "n.txt",
        None,
        "504",
    ),
    "a file by its descriptor": (
        "import os; x = os.read(os.open('n.txt', os.O_RDONLY), 9).decode()",
        "n.txt",
        "1",
        "2",
    ),
    "an array": ("import numpy; x = float(numpy.loadtxt('n.txt'))", "n.txt", "1", "2"),
    "a module beside the library": ("import helper; x = helper.n", "src/helper.py", "n = 1", "n = 504"),
    "a module of a package beside it": (
        "from more import helper; x = helper.n",
        "src/more/helper.py",
        "n = 1",
        "n = 2",
    ),
}


@pytest.mark.parametrize("name", READ)
def test_what_a_program_reads_beside_the_library_is_noticed(shelf, name: str) -> None:
    line, path, before, after = READ[name]
    source = f"from pathlib import Path\n{line}\nwith Path('ran').open('a') as log: log.write('x')\n"
    file = shelf.root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    if before is not None:
        file.write_text(before)
    first = shelf.run(source, "x")
    assert shelf.run(source, "x") == first
    assert runs(shelf) == 1
    file.write_text(after)
    second = shelf.run(source, "x")
    assert runs(shelf) == 2
    assert second.status == "passed"
    assert second.values != first.values


def test_a_file_outside_the_book_is_noticed_too(shelf, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("elsewhere") / "n.txt"
    file.write_text("1")
    source = f"x = open({str(file)!r}).read()\n"
    assert shelf.run(source, "x").values == {"x": "1"}
    file.write_text("504")
    assert shelf.run(source, "x").values == {"x": "504"}


def test_a_package_that_is_installed_from_elsewhere_and_edited_in_place_is_noticed(
    shelf, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("editable")
    source = f"import sys; sys.path.append({str(folder)!r})\nfrom elsewhere_of_it.part import n as x\n"
    (folder / "elsewhere_of_it").mkdir()
    (folder / "elsewhere_of_it" / "__init__.py").touch()
    for number in (1, 504):
        (folder / "elsewhere_of_it" / "part.py").write_text(f"n = {number}\n")
        assert shelf.run(source, "x").values == {"x": number}


def test_what_a_program_wrote_itself_it_may_read_and_python_s_own_is_not_noted(shelf) -> None:
    source = "import colorsys, tempfile\nfrom pathlib import Path\n"
    source += "Path('made').write_text('1')\nx = Path('made').read_text()\n"
    source += "with tempfile.NamedTemporaryFile() as file:\n    y = Path(file.name).read_bytes() == b''\n"
    record = shelf.run(source, "x", "y")
    assert record.values == {"x": "1", "y": True}
    assert record.reads == {}


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


def test_a_record_that_was_edited_by_hand_is_not_published(shelf) -> None:
    assert shelf.run(SOURCE, "x").values == {"x": 2}
    path = shelf.root / "build" / "records" / "it.json"
    text = path.read_text()
    assert text.count('"x": 2') == 1
    path.write_text(text.replace('"x": 2', '"x": 7'))
    assert shelf.run(SOURCE, "x").values == {"x": 2}
    assert runs(shelf) == 2


#: What a program may try with what lockstep keeps of another one.
REACHES = {
    "reads it": "open('build/records/other.json').read()",
    "reads it by another name": "os.symlink('build/records', 'away'); open('away/other.json').read()",
    "writes it": "open('build/records/other.json', 'w').write('{}')",
    "puts another in its place": "open('new', 'w').write('{}'); os.replace('new', 'build/records/other.json')",
    "takes it away": "os.remove('build/records/other.json')",
    "links to it": "os.link('build/records/other.json', 'mine')",
    "reads the site": "open('build/site/index.html').read()",
    "reads its names": "open('build/names/other.json').read()",
}


@pytest.mark.parametrize("name", REACHES)
def test_what_lockstep_keeps_of_others_is_closed_to_a_program(shelf, name: str) -> None:
    shelf.run("x = 1\n", "x", name="other")
    for path in ("site/index.html", "names/other.json"):
        (shelf.root / "build" / path).parent.mkdir()
        (shelf.root / "build" / path).write_text("{}")
    before = (shelf.root / "build" / "records" / "other.json").read_text()
    record = shelf.run(f"import os\n{REACHES[name]}\n")
    assert record.status == "raised"
    assert "nothing that lockstep keeps, and this one opens build/" in record.failure.message
    assert (shelf.root / "build" / "records" / "other.json").read_text() == before


KEEPS = """\
from pathlib import Path
file = Path("build/kept/made")
try:
    x = file.read_text()
except OSError:
    file.parent.mkdir(exist_ok=True)
    draft = file.with_suffix(".draft")
    draft.write_text("1")
    draft.replace(file)
    x = "1"
with open("ran", "a") as log:
    log.write("x")
"""


def test_what_a_program_keeps_for_itself_is_noted_as_it_left_it(shelf) -> None:
    first = shelf.run(KEEPS, "x")
    assert list(first.reads) == ["build/kept/made"]
    assert shelf.run(KEEPS, "x") == first
    assert runs(shelf) == 1
    (shelf.root / "build" / "kept" / "made").write_text("2")
    assert shelf.run(KEEPS, "x").values == {"x": "2"}
    assert runs(shelf) == 2


def test_a_record_of_another_shape_counts_as_none(shelf) -> None:
    shelf.run("x = 1\n")
    path = shelf.root / "build" / "records" / "it.json"
    of_it = cache.Cache(shelf.settings)
    kept = json.loads(path.read_text())["kept"]
    kept["seen"] = kept.pop("reached")
    Store(path.parent).write("it", of_it.key(shelf.snippet("x = 1\n")), kept)
    assert of_it.read(shelf.snippet("x = 1\n")) is None


def test_a_library_folder_that_does_not_exist_is_an_error(shelf) -> None:
    shelf.set(library=("src/shelf_libary",))
    with pytest.raises(BookError, match=r"mkdocs\.yml:1: the library folder src/shelf_libary does not exist"):
        shelf.run("x = 1\n")


@pytest.fixture
def key(shelf, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Computes a key afresh, over a copy of the runner that a test may edit."""
    runner = tmp_path / "lockstep" / "run"
    shutil.copytree(Path(cache.__file__).parent, runner)
    monkeypatch.setattr(cache, "__file__", str(runner / "cache.py"))
    for module in (cache.private, cache.store, cache.values):
        copy = shutil.copy(module.__file__, runner.parent)
        monkeypatch.setattr(module, "__file__", str(copy))

    def compute() -> str:
        cache.environment.cache_clear()
        return cache.Cache(shelf.settings).key(shelf.snippet("x = 1\n"))

    yield compute
    cache.environment.cache_clear()


@pytest.mark.parametrize("part", ["python_implementation", "python_version", "system", "machine"])
def test_the_key_covers_python_and_the_platform(key, monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    before = key()
    assert key() == before
    monkeypatch.setattr(platform, part, lambda: "other")
    assert key() != before


@pytest.mark.parametrize("file", ["run/child.py", "run/figures.py", "private.py", "store.py", "values.py"])
def test_the_key_covers_the_runner(key, tmp_path: Path, file: str) -> None:
    before = key()
    path = tmp_path / "lockstep" / file
    path.write_text(path.read_text() + "\n")
    assert key() != before


def test_the_key_covers_what_is_installed(key, monkeypatch: pytest.MonkeyPatch) -> None:
    before = key()
    installed = [*cache.distributions(), SimpleNamespace(name="other", version="1", read_text=lambda _: None)]
    monkeypatch.setattr(cache, "distributions", lambda: installed)
    assert key() != before


def test_the_key_covers_what_lies_among_the_installed_and_belongs_to_nothing(
    key, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "packages"
    (folder / "loose").mkdir(parents=True)
    monkeypatch.setattr(cache.site, "getsitepackages", lambda: [str(folder)])
    before = key()
    (folder / "loose" / "part.py").write_text("n = 1\n")
    one = key()
    (folder / "loose" / "part.py").write_text("n = 2\n")
    assert len({before, one, key()}) == 3
    two = key()
    (folder / "numpy").mkdir()  # which a distribution lists as its own
    (folder / "numpy" / "part.py").write_text("n = 1\n")
    assert key() == two
    (folder / "alone.pth").symlink_to("nowhere")
    assert key() != two
