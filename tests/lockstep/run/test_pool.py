from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest

from lockstep.run import pool


@pytest.fixture
def alive(shelf):
    """A pipe with a name; returns a function that tells whether a process still holds its write end."""
    path = shelf.root / "alive"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)

    def held(*, until: bool, seconds: float = 5.0) -> bool:
        end = time.monotonic() + seconds
        while True:
            try:
                now = bool(os.read(reader, 100))
            except BlockingIOError:
                now = True
            if now == until or time.monotonic() > end:
                return now
            time.sleep(0.01)

    yield held
    os.close(reader)


def test_a_snippet_that_takes_too_long_is_killed_with_what_it_started(shelf, alive) -> None:
    source = """\
import subprocess, time
pipe = open("alive", "w")
subprocess.Popen(["sleep", "60"], stdout=pipe)
time.sleep(60)
"""
    shelf.set(time_limit=1.5)
    started = time.monotonic()
    record = shelf.run(source)
    assert time.monotonic() - started < 15  # and not the minute that the snippet wants
    assert record.status == "timeout"
    assert (record.failure.line, record.failure.message) == (4, "took longer than 1.5 s")
    assert not alive(until=False)


def test_what_a_snippet_started_ends_with_it(shelf, alive) -> None:
    source = "import subprocess\np = subprocess.Popen(['sleep', '60'], stdout=open('alive', 'w'))\n"
    assert shelf.run(source).status == "passed"
    assert not alive(until=False)


@pytest.mark.parametrize(
    ("death", "message"),
    [
        ("os.kill(os.getpid(), 9)", "killed by signal 9 (SIGKILL)"),
        ("os._exit(3)", "the process ended with exit code 3 before the program did"),
        ("os._exit(0)", "the process ended with exit code 0 before the program did"),
        ("__import__('ctypes').string_at(0)", "killed by signal 11 (SIGSEGV)"),
    ],
)
def test_a_child_that_dies_is_killed_at_its_line(shelf, death: str, message: str) -> None:
    record = shelf.run(f"import os\nos.write(2, b'last words')\n{death}\n")
    assert record.status == "killed"
    assert (record.failure.line, record.failure.message) == (3, message)
    assert record.stderr.startswith("last words")


def test_one_death_leaves_the_others_alone(shelf) -> None:
    records = shelf.run_all({"a": "print('a')\n", "b": "import os; os._exit(1)\n", "c": "print('c')\n"})
    assert [(name, record.status) for name, record in records.items()] == [
        ("a", "passed"),
        ("b", "killed"),
        ("c", "passed"),
    ]


def test_two_run_at_a_time(shelf) -> None:
    source = "import time\nstart = time.monotonic()\ntime.sleep(0.5)\nend = time.monotonic()\n"
    names = ["a", "b", "c"]
    records = shelf.run_all(dict.fromkeys(names, source), dict.fromkeys(names, frozenset({"start", "end"})))
    spans = [(record.values["start"], record.values["end"]) for record in records.values()]
    assert max(sum(start <= moment < end for start, end in spans) for moment, _ in spans) == 2


def test_the_slow_ones_start_first(shelf) -> None:
    names = ["a", "b", "c", "d"]
    shelf.set(slow=("d",))
    source = "import time\nstart = time.monotonic()\ntime.sleep(0.2)\n"
    records = shelf.run_all(dict.fromkeys(names, source), dict.fromkeys(names, frozenset({"start"})))
    assert sorted(names, key=lambda name: records[name].values["start"])[2:] == ["b", "c"]


def test_a_child_outlives_a_lost_parent_only_until_its_alarm(shelf) -> None:
    shelf.set(time_limit=7.0)
    record = shelf.run("import signal\nleft = signal.getitimer(signal.ITIMER_REAL)[0]\n", "left")
    assert 7 < record.values["left"] <= 12


def test_the_parent_does_not_import_the_library(shelf) -> None:
    assert shelf.run("import shelf_library\n").status == "passed"
    assert "shelf_library" not in sys.modules


def test_children_do_not_run_the_parents_main_program(shelf) -> None:
    program = shelf.root / "program.py"
    program.write_text(f"""\
from pathlib import Path
with Path("starts").open("a") as log:
    log.write("x")
if __name__ == "__main__":
    from lockstep.book.model import Snippet
    from lockstep.book.settings import Settings
    from lockstep.run import run_book
    run_book([Snippet("it", "snippets/it.py", "x = 1\\n", (), ())], {{}}, Settings(Path({str(shelf.root)!r})))
""")
    subprocess.run([sys.executable, program], cwd=shelf.root, check=True)
    assert (shelf.root / "build" / "records" / "it.json").exists()
    assert (shelf.root / "starts").read_text() == "x"


def test_the_parents_environment_is_left_as_it_was(shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MPLBACKEND", "svg")
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.delenv("PYTHONHASHSEED", raising=False)
    before = dict(os.environ)
    assert shelf.run("import os\nseed = os.environ['PYTHONHASHSEED']\n", "seed").values == {"seed": "0"}
    assert dict(os.environ) == before


def test_preloading_the_library_is_refused(shelf) -> None:
    shelf.set(preload=("shelf_library.part",))
    with pytest.raises(ValueError, match=r"preload names the book's own library, shelf_library\.part"):
        shelf.run("x = 1\n")


def test_spawned_children_give_the_same_record(shelf, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    source = "import random\nx = [random.random(), hash('a')]\nprint(x)\nassert x\nraise ValueError\n"
    usual = shelf.run(source, "x").to_json()
    context = get_context("spawn")
    monkeypatch.setattr(context, "set_forkserver_preload", lambda names: None)
    monkeypatch.setattr(pool, "_CONTEXT", context)
    spawned = type(shelf)(tmp_path / "elsewhere").run(source, "x").to_json()
    assert {**spawned, "seconds": 0} == {**usual, "seconds": 0}


def test_a_child_whose_launch_is_interrupted_runs_nothing(shelf, alive, monkeypatch: pytest.MonkeyPatch) -> None:
    launch = ForkServerProcess._Popen

    def interrupted(process: ForkServerProcess) -> None:
        launch(process)
        time.sleep(0.3)
        raise KeyboardInterrupt  # the child is there, and its `Process` does not know its id

    monkeypatch.setattr(ForkServerProcess, "_Popen", staticmethod(interrupted))
    with pytest.raises(KeyboardInterrupt):
        shelf.run("with open('alive', 'w') as pipe:\n    while True:\n        pass\n")
    assert not alive(until=True, seconds=0.3)


def test_ctrl_c_kills_the_children_and_is_raised_at_once(shelf, alive) -> None:
    program = f"""\
from pathlib import Path
from lockstep.book.model import Snippet
from lockstep.book.settings import Settings
from lockstep.run import run_book
source = "with open('alive', 'w') as pipe:\\n    while True: pass\\n"
snippets = [Snippet(name, f"snippets/{{name}}.py", source, (), ()) for name in "abc"]
run_book(snippets, {{}}, Settings(Path({str(shelf.root)!r})))
"""
    process = subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.PIPE, text=True)
    assert alive(until=True, seconds=20)
    started = time.monotonic()
    process.send_signal(signal.SIGINT)
    stderr = process.communicate(timeout=30)[1]
    assert time.monotonic() - started < 10  # a child's own limit is a minute
    assert stderr.rstrip().endswith("KeyboardInterrupt")
    assert not alive(until=False)
