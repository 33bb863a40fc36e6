from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from multiprocessing.connection import wait
from multiprocessing.context import ForkServerProcess
from types import SimpleNamespace

import pytest

from lockstep.run import child, pool


@pytest.fixture
def alive(shelf):
    """A pipe with a name; returns a function that tells whether a process still holds its write end."""
    path = shelf.root / "alive"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)

    def held(*, until: bool, seconds: float = 60.0) -> bool:
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


def test_a_snippet_that_takes_too_long_is_killed_with_what_it_started(shelf, alive, monkeypatch) -> None:
    source = """\
import subprocess, time
pipe = open("alive", "w")
subprocess.Popen(["sleep", "3600"], stdout=pipe)
open("reached", "w").close(); time.sleep(3600)
"""
    reached, late = shelf.root / "reached", [0]

    def wait_for_it(ends: list[int], _: float) -> None:
        """Let the time limit go by when the fourth line is reached, and not before, however slow the machine is."""
        while not reached.exists() and not wait(ends, 0.01):
            pass
        late[0] = 600

    clock = SimpleNamespace(monotonic=lambda: time.monotonic() + late[0], sleep=time.sleep)
    monkeypatch.setattr(pool, "time", clock)
    monkeypatch.setattr(pool, "wait", wait_for_it)
    record = shelf.run(source)
    assert record.status == "timeout"
    assert (record.failure.line, record.failure.message) == (4, "took longer than 600 s")
    assert not alive(until=False)


def test_what_a_snippet_started_ends_with_it(shelf, alive) -> None:
    source = "import subprocess\np = subprocess.Popen(['sleep', '3600'], stdout=open('alive', 'w'))\n"
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
    (shelf.root / "ran").touch()
    source = """\
import os, time
from pathlib import Path
log = os.open("ran", os.O_WRONLY | os.O_APPEND)
_ = os.write(log, b"+")
while Path("ran").read_text().count("+") < 2:
    time.sleep(0.01)
_ = os.write(log, b"-")
"""
    records = shelf.run_all(dict.fromkeys("abcd", source))  # the first ends only when the second runs as well
    assert [record.failure for record in records.values()] == [None] * 4
    running = [0]
    for sign in (shelf.root / "ran").read_text():
        running.append(running[-1] + (1 if sign == "+" else -1))
    assert max(running) == 2


def test_the_slow_ones_start_first(shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []
    start = pool._Job.start
    monkeypatch.setattr(pool._Job, "start", lambda job: (started.append(job.process.name), start(job)))
    shelf.set(slow=("d",))
    shelf.run_all(dict.fromkeys("abcd", "x = 1\n"))
    assert started == ["d", "a", "b", "c"]


def test_a_child_outlives_a_lost_parent_only_until_its_alarm(shelf) -> None:
    shelf.set(time_limit=600.0)
    record = shelf.run("import signal\nleft = signal.getitimer(signal.ITIMER_REAL)[0]\n", "left")
    assert 0 < record.values["left"] <= 605


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
    from lockstep.run.evidence import run_book
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


def test_a_child_whose_launch_is_interrupted_runs_nothing(shelf, alive, monkeypatch: pytest.MonkeyPatch) -> None:
    launch = ForkServerProcess._Popen

    def interrupted(process: ForkServerProcess) -> None:
        launch(process)
        raise KeyboardInterrupt  # the child is there, and its `Process` does not know its id

    monkeypatch.setattr(ForkServerProcess, "_Popen", staticmethod(interrupted))
    with pytest.raises(KeyboardInterrupt):
        shelf.run("open('alive', 'w').write('x')\n")
    monkeypatch.undo()
    assert shelf.run("x = 1\n", name="later").status == "passed"  # so there was time for the first
    assert not alive(until=True, seconds=0.1)


def test_ctrl_c_kills_the_children_and_is_raised_at_once(shelf, alive) -> None:
    program = f"""\
from pathlib import Path
from lockstep.book.model import Snippet
from lockstep.book.settings import Settings
from lockstep.run.evidence import run_book
source = "with open('alive', 'w') as pipe:\\n    while True: pass\\n"
snippets = [Snippet(name, f"snippets/{{name}}.py", source, (), ()) for name in "abc"]
run_book(snippets, {{}}, Settings(Path({str(shelf.root)!r}), time_limit=3600.0))
"""
    process = subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.PIPE, text=True)
    assert alive(until=True)
    process.send_signal(signal.SIGINT)
    stderr = process.communicate(timeout=600)[1]  # a child's own limit is an hour
    assert stderr.rstrip().endswith("KeyboardInterrupt")
    assert not alive(until=False)


def test_a_note_of_the_line_survives_a_fork_that_writes_too(shelf) -> None:
    source = """\
import os, time
child = os.fork()
for _ in range(200): x = 1
y = 2
if child == 0: time.sleep(3600)
if child: os.kill(os.getpid(), 9)
"""
    record = shelf.run(source)
    assert record.status == "killed"
    assert 2 <= record.failure.line <= 6  # whichever of them wrote last, it is one number


@pytest.mark.parametrize("noted", ["", "x", "        3        3", "3", "3 a was looked up", "\N{SUPERSCRIPT TWO} "])
def test_a_note_that_is_damaged_is_line_one(noted: str) -> None:
    assert child.Now.read(noted)[0] in (1, 3)


def test_what_a_snippet_starts_in_a_session_of_its_own_does_not_hold_the_caller_s_output(shelf) -> None:
    source = """\
import os, time
if os.fork() == 0:
    os.setsid()
    open("half", "w").write(str(os.getpid()))
    os.rename("half", "left")
    time.sleep(3600)
while not os.path.exists("left"):
    time.sleep(0.01)
"""
    program = f"""\
from pathlib import Path
from lockstep.book.model import Snippet
from lockstep.book.settings import Settings
from lockstep.run.evidence import run_book
settings = Settings(Path({str(shelf.root)!r}), time_limit=600.0)
print(run_book([Snippet("it", "snippets/it.py", {source!r}, (), ())], {{}}, settings)["it"].stderr)
"""
    subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, timeout=600)
    os.kill(int((shelf.root / "left").read_text()), signal.SIGKILL)  # it lives on, as it asked to


@pytest.mark.parametrize("hashes", [None, "504"])
def test_whoever_waits_for_a_snippet_does_nothing_else(shelf, monkeypatch, hashes: str | None) -> None:
    looked = []
    monkeypatch.setattr(pool, "wait", lambda *given: looked.append(wait(*given)))
    snippet = shelf.snippet("import time\ntime.sleep(3)\n")
    began = time.monotonic()
    (record,) = pool.run_all([snippet], {}, shelf.settings, hashes=hashes)
    assert record.status == "passed"
    assert len(looked) < 40 * (time.monotonic() - began)
