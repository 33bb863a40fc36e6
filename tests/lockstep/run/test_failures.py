from __future__ import annotations

from pathlib import Path

import pytest

LIBRARY = """\
class Undefined(Exception):
    pass

def given(x):
    raise Undefined(f"no law at {x}")
"""


def test_a_failed_assertion_shows_its_values_and_its_line_in_the_snippet(shelf) -> None:
    record = shelf.run("def check(x):\n    assert x == 0.25\n\ncheck(0.3)\n")
    assert record.status == "raised"
    assert record.failure.line == 2
    assert record.failure.message == "AssertionError: assert 0.3 == 0.25"


def test_a_failure_in_the_library_stands_at_the_snippets_line(shelf) -> None:
    shelf.write_library(LIBRARY)
    record = shelf.run("from shelf_library import given\n\n\ngiven(\n    1)\n")
    assert record.failure.line == 4
    assert record.failure.message == "shelf_library.Undefined: no law at 1"


def test_a_failure_says_what_was_raised_last_and_nothing_of_the_machine(shelf) -> None:
    shelf.write_library(LIBRARY + "\ndef parse(text):\n    import json\n    return json.loads(text)\n")
    source = """\
from shelf_library import given, parse
try:
    parse("{")
except ValueError as error:
    given([object(), __file__])
"""
    failure = shelf.run(source).failure
    assert failure.line == 5
    assert failure.message == "shelf_library.Undefined: no law at [<object object>, 'snippets/it.py']"


def test_two_folders_give_the_same_failure(shelf, tmp_path: Path) -> None:
    source = "def f(): ...\nassert f is (__file__, f)\n"
    first = shelf.run(source).failure
    other = type(shelf)(tmp_path / "elsewhere")
    assert other.run(source).failure == first
    assert "<function f>" in first.message
    assert "'snippets/it.py'" in first.message


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        ("x = 1\ny = = 2\n", 2, "SyntaxError: invalid syntax"),
        ("import sys\nsys.exit(0)\n", 2, "SystemExit: 0"),
        ("x = 1\nraise KeyboardInterrupt\n", 2, "KeyboardInterrupt"),
        ("x = 1\nassert (x, 'always true')\n", 2, "SyntaxError: assertion is always true"),
        ("import warnings\nwarnings.warn('old')\n", 2, "UserWarning: old"),
        ("import numpy\nx = numpy.float64(1) / 0\n", 2, "RuntimeWarning: divide by zero"),
        ("def f():\n    f()\nf()\n", 2, "RecursionError: maximum recursion depth exceeded"),
        ("import snippets_neighbour\n", 1, "ModuleNotFoundError: No module named"),
    ],
)
def test_whatever_ends_a_snippet_early_is_raised(shelf, source: str, line: int, message: str) -> None:
    record = shelf.run(source)
    assert record.status == "raised"
    assert record.failure.line == line
    assert record.failure.message.startswith(message)


def test_a_snippet_does_not_import_its_neighbour(shelf) -> None:
    (shelf.root / "snippets").mkdir()
    (shelf.root / "snippets" / "neighbour.py").write_text("x = 1\n")
    assert shelf.run("import neighbour\n").status == "raised"
