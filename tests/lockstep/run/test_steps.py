from __future__ import annotations

import pytest

from lockstep.run.steps import REACHED, compile_steps


def run(source: str) -> tuple[list[int], dict[str, object]]:
    reached: list[int] = []
    namespace: dict[str, object] = {REACHED: reached.append}
    for step in compile_steps(source, "it.py"):
        exec(step.code, namespace)
    return reached, namespace


def test_each_top_level_statement_is_a_step_that_starts_at_its_first_line() -> None:
    source = "x = 1\n\n@staticmethod\n\ndef f():\n    return 2\n\ny = (\n    3)\n"
    assert [step.line for step in compile_steps(source, "it.py")] == [1, 3, 8]


def test_assertions_at_any_depth_are_marked_when_they_are_reached() -> None:
    source = """\
assert 1
def f(x):
    if x:
        assert x
    else:
        assert not x
class C:
    assert True
try:
    assert 0
except AssertionError:
    assert 2
match 1:
    case 1:
        assert (
            1 == 1
        )
f(1)
"""
    assert run(source)[0] == [1, 8, 10, 12, 15, 4]


def test_a_failing_assertion_shows_the_values_it_compared() -> None:
    with pytest.raises(AssertionError, match=r"assert 0\.3 == 0\.25"):
        run("a = [0.3]\nassert a[0] == 0.25")


def test_future_statements_reach_the_statements_after_them() -> None:
    namespace = run("from __future__ import annotations\ndef f(x: Unknown): ...\n")[1]
    assert namespace["f"].__annotations__ == {"x": "Unknown"}  # type: ignore[attr-defined]


def test_only_the_first_string_is_the_docstring() -> None:
    assert run('"""First."""\nx = 1\n"""Second."""\n')[1]["__doc__"] == "First."


@pytest.mark.parametrize(("source", "line"), [("x = 1\ny = = 2\n", 2), ("x = 1\nreturn x\n", 2)])
def test_what_is_no_program_is_a_syntax_error_at_its_line(source: str, line: int) -> None:
    with pytest.raises(SyntaxError) as caught:
        compile_steps(source, "it.py")
    assert (caught.value.filename, caught.value.lineno) == ("it.py", line)
