"""What lockstep takes of other packages that they do not promise: gathered here, and tested by name.

For none of it was there a public way. The versions are pinned in constraints.txt; where one of these is gone after a
change of them, tests/lockstep/test_private.py says which, and who needs it.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure


#: What `rewrite_asserts` loads: a tenth of a second, which a process that forks others spends once for all of them.
REWRITING = "_pytest.assertion.rewrite"


def rewrite_asserts(module: ast.Module, path: str) -> None:
    """Let each assertion show the values it compared: pytest's rewriting, of which only its import hook is public."""
    from _pytest.assertion.rewrite import rewrite_asserts

    rewrite_asserts(module, b"", path)


def forget_parsed() -> None:
    """Let parso forget every module that it has parsed; in public it only forgets those of a certain age."""
    from parso.cache import parser_cache

    parser_cache.clear()


def open_figures() -> list[Figure]:
    """Return pyplot's open figures by number; in public, to look at a figure is to make it the current one."""
    from matplotlib._pylab_helpers import Gcf

    return [manager.canvas.figure for _, manager in sorted(Gcf.figs.items())]


def judge_fences(runner: type) -> None:
    """Let a class run what pytest-markdown-docs collects; of its runners it documents nothing."""
    from pytest_markdown_docs._runners import register_runner

    register_runner(default=True)(runner)
