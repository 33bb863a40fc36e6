"""What lockstep takes of other packages without their promise: each piece is there, and does what it is taken for."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from lockstep import private

SOURCE = Path(private.__file__).parent
NEEDED = "{package} has changed in what it does not promise: mend {name} in src/lockstep/private.py"


def test_pytest_shows_the_values_of_an_assertion() -> None:
    module = ast.parse("a = 0.3\nassert a == 0.25")
    private.rewrite_asserts(module, "it.py")
    with pytest.raises(AssertionError) as caught:
        exec(compile(module, "it.py", "exec"), {})
    assert "0.3 == 0.25" in str(caught.value), NEEDED.format(package="pytest", name="rewrite_asserts")


def test_parso_forgets() -> None:
    import jedi
    from parso.cache import parser_cache

    jedi.Script("import string\nstring.capwords").infer(2, 10)
    needed = NEEDED.format(package="parso", name="forget_parsed")
    assert parser_cache, needed
    private.forget_parsed()
    assert not parser_cache, needed


def test_matplotlib_tells_its_open_figures() -> None:
    from matplotlib import pyplot

    pyplot.close("all")
    figures = [pyplot.figure(number) for number in (3, 1)]
    assert private.open_figures() == figures[::-1], NEEDED.format(package="matplotlib", name="open_figures")
    assert pyplot.gcf() is figures[1]
    pyplot.close("all")


def test_fences_are_judged_by_whom_lockstep_names(pytestconfig: pytest.Config) -> None:
    from pytest_markdown_docs import plugin

    judge = type(plugin.get_runner(None)).__name__
    assert judge == "RecordRunner", NEEDED.format(package="pytest-markdown-docs", name="judge_fences")


def test_nothing_else_is_imported_that_calls_itself_private() -> None:
    """An underscore at the start of a module's or an attribute's name says so."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names = [each.name for each in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
            parts = [part for name in modules + names for part in name.split(".")]
            if any(part.startswith("_") and not part.startswith("__") for part in parts) and path.name != "private.py":
                found.append(f"{path.relative_to(SOURCE)}:{node.lineno}")  # type: ignore[attr-defined]
    assert found == []
