from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lockstep.run import Output


def test_output_is_tagged_with_the_statement_that_printed_it(shelf) -> None:
    source = """\
def talk(x):
    print("said", x)
    assert x

for x in (1, 2):
    talk(x)
print("é")
if 0:
    assert False
import sys; sys.stdout.buffer.write(b"bytes"); print(end="!")
"""
    record = shelf.run(source)
    assert record.status == "passed"
    assert record.outputs == (Output(5, "said 1\nsaid 2\n"), Output(7, "é\n"), Output(10, "bytes!"))


def test_an_assertion_that_never_ran_is_not_among_those_reached(shelf) -> None:
    assert shelf.run("for x in []:\n    assert x\nassert True\n").reached == (3,)


def test_a_failed_assertion_counts_as_reached_and_those_after_it_do_not(shelf) -> None:
    record = shelf.run("print('before')\nassert 1\nassert 0\nassert 2\n")
    assert record.reached == (2, 3)
    assert record.outputs == (Output(1, "before\n"),)


def test_what_arrives_below_python_is_stderr(shelf) -> None:
    source = """\
import os, sys
print("seen")
print("warned", file=sys.stderr)
os.write(2, b"from C\\n")
_ = os.system("echo from a subprocess")
"""
    record = shelf.run(source)
    assert record.status == "passed"
    assert record.outputs == (Output(2, "seen\n"),)
    assert record.stderr == "warned\nfrom C\nfrom a subprocess\n"


def test_a_snippet_runs_as_python_runs_a_file(shelf) -> None:
    source = """\
'''What it is.'''
import __main__, os, sys
here = [__name__, __doc__, *map(os.path.relpath, [__file__, sys.argv[0], os.getcwd()])]
same = vars(__main__) is globals()
"""
    values = shelf.run(source, "here", "same").values
    assert values["here"] == ["__main__", "What it is.", "snippets/it.py", "snippets/it.py", "."]
    assert values["same"] is True


def test_the_given_source_runs_and_not_the_file(shelf) -> None:
    (shelf.root / "snippets").mkdir()
    (shelf.root / "snippets" / "it.py").write_text("raise ValueError\n")
    record = shelf.run("x = 1\nraise KeyError\n")
    assert (record.failure.line, record.failure.message) == (2, "KeyError")


def test_values_are_looked_up_after_the_last_statement(shelf) -> None:
    source = "from shelf_library import double\nx = {'a': [double(2), 1.5]}\nx['a'][1] = 2.5\nassert x\n"
    record = shelf.run(source, "x['a'][1]", "y", "x")
    assert record.values == {"x": {"a": [4, 2.5]}, "x['a'][1]": 2.5}
    assert record.missing == {"y": "unknown value y; there are: double, x"}


def test_chance_and_the_order_of_sets_are_the_same_in_every_run(shelf) -> None:
    source = """\
import random
import numpy
draws = [random.random(), numpy.random.rand()]
order = list({"the", "first", "token", "has", "no", "context"})
"""
    records = shelf.run_all({"one": source, "two": source}, {k: frozenset({"draws", "order"}) for k in ("one", "two")})
    assert records["one"].values == records["two"].values
    program = "print(*{'the', 'first', 'token', 'has', 'no', 'context'})"
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    plain = subprocess.run(
        [sys.executable, "-c", program], env=environment, text=True, stdout=subprocess.PIPE, check=True
    )
    assert plain.stdout.split() == records["one"].values["order"]


def test_torch_is_seeded_and_keeps_to_one_thread(shelf) -> None:
    source = """\
import torch
threads = torch.get_num_threads()
draws = torch.rand(3)
total = torch.rand(200_000).sum()
"""
    asked = frozenset({"threads", "draws", "total"})
    records = shelf.run_all({"one": source, "two": source}, {"one": asked, "two": asked})
    assert records["one"].values == records["two"].values
    assert records["one"].values["threads"] == 1
    assert len(records["one"].values["draws"]) == 3
    assert isinstance(records["one"].values["total"], float)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="nothing here tells the threads of a process")
def test_a_run_with_torch_has_one_thread_so_that_doubt_may_fork_it(shelf) -> None:
    source = """\
import os, torch
x = torch.randn(300, 300, requires_grad=True)
(x @ x).exp().sum().backward()
threads = len(os.listdir("/proc/self/task"))
"""
    assert shelf.run(source, "threads").values == {"threads": 1}


def test_a_record_of_a_run_that_passed_is_the_same_in_two_folders(shelf, tmp_path) -> None:
    source = "from shelf_library import double\nx = double(1)\nprint(x)\nassert x == 2\n"
    first, second = (
        {**each.run(source, "x", "y").to_json(), "seconds": 0} for each in (shelf, type(shelf)(tmp_path / "elsewhere"))
    )
    assert first == second


def test_a_fork_that_runs_on_does_not_speak_for_the_snippet(shelf) -> None:
    source = "import os\nchild = os.fork()\nif child:\n    os.waitpid(child, 0)\n    os._exit(1)\n"
    assert shelf.run(source).status == "killed"


def test_a_thread_that_never_ends_does_not_hold_the_record_up(shelf) -> None:
    shelf.set(time_limit=600.0)
    record = shelf.run("import threading, time\nthreading.Thread(target=time.sleep, args=(3600,)).start()\n")
    assert record.status == "passed"


@pytest.mark.parametrize(
    "line",
    [
        "print('x' * 300_000)",
        "while True: print('line')",
        "import sys; sys.stdout.buffer.write(b'x' * 300_000)",
        "import contextlib\nwith contextlib.suppress(Exception):\n    print('x' * 300_000)",
    ],
)
def test_more_than_a_page_can_show_is_refused_at_its_line(shelf, line: str) -> None:
    record = shelf.run(f"x = 1\n{line}\n")
    assert record.failure.line == 1 + len(line.split("\n")[:2])
    assert "prints more than 200000 bytes" in record.failure.message
    assert sum(len(output.text) for output in record.outputs) <= 200_000


def test_a_flood_of_errors_is_cut(shelf) -> None:
    record = shelf.run("import sys\nsys.stderr.write('x' * 1_000_000)\nassert sys\n")
    assert len(record.stderr) == 20_000


DEEP = """\
class Deep:
    @property
    def exits(self): raise SystemExit(3)
    @property
    def dies(self):
        import os
        os._exit(3)
deep = Deep()
large = 10**9_999
text = 'x' * 5_000
"""


def test_a_value_that_cannot_be_told_gives_its_reason(shelf) -> None:
    missing = shelf.run(DEEP, "deep.exits", "large", "text").missing
    assert missing == {
        "deep.exits": "to look it up ends the program: SystemExit: 3",
        "large": "is a number of more than 4000 digits; show how large it is in another way",
        "text": "has 5000 letters, more than 4000; bind a part of it to a name",
    }


def test_a_value_whose_look_up_ends_the_process_is_named(shelf) -> None:
    record = shelf.run(DEEP, "deep.dies")
    assert record.failure.message == (
        "the process ended with exit code 3 before the program did, while deep.dies was looked up"
    )


def test_what_runs_in_the_process_of_a_snippet_loads_nothing_of_the_book() -> None:
    """It is loaded for each program anew: by a child that is watched, or that starts by itself in another world."""
    program = "import sys, lockstep.run.child, lockstep.doubt.watch, lockstep.doubt.world; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    rooms = {name.split(".")[1] for name in loaded if name.startswith("lockstep.")}
    assert rooms == {"binding", "doubt", "private", "problem", "run", "store", "values"}
    assert not {"pydantic", "markdown", "jedi", "_pytest"} & set(loaded)
