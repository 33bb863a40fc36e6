"""A run is closed: what it reads is noted, what lockstep keeps is shut, and what its caller set is not seen."""

from __future__ import annotations

import subprocess
import sys
from ast import literal_eval

import pytest

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
    assert shelf.runs() == 1
    file.write_text(after)
    second = shelf.run(source, "x")
    assert shelf.runs() == 2
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
    assert shelf.runs() == 1
    (shelf.root / "build" / "kept" / "made").write_text("2")
    assert shelf.run(KEEPS, "x").values == {"x": "2"}
    assert shelf.runs() == 2


def test_a_run_does_not_see_what_its_caller_set_or_ignored(shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOW_MANY", "9")
    source = """\
import os, signal, time
set_before = [name for name in ("HOW_MANY", "SEED", "TZ") if name in os.environ]
zone = time.tzname[0]
ignored = [number.name for number in signal.Signals if signal.getsignal(number) == signal.SIG_IGN]
"""
    program = f"""\
import os, signal, sys
from pathlib import Path
for number in (signal.SIGINT, signal.SIGHUP, signal.SIGQUIT): signal.signal(number, signal.SIG_IGN)
from lockstep.book.model import Snippet
from lockstep.book.settings import Settings
from lockstep.run.evidence import run_book
asked = {{"it": frozenset(["set_before", "zone", "ignored"])}}
print(run_book([Snippet("it", "snippets/it.py", {source!r}, (), ())], asked, Settings(Path({str(shelf.root)!r})))["it"].values)
"""  # noqa: E501
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    values = literal_eval(done.stdout)
    assert values["set_before"] == ["SEED", "TZ"]
    assert values["zone"] == "UTC"
    assert set(values["ignored"]) <= {"SIGPIPE", "SIGXFSZ"}  # which Python ignores itself


def test_a_program_has_no_network(shelf) -> None:
    record = shelf.run("import socket\nsocket.create_connection(('127.0.0.1', 9))\n")
    assert record.failure.line == 2
    assert record.failure.message == "RuntimeError: a program has no network, and this one asks for 127.0.0.1"
