"""In the process of a program: the other world, with another clock and another environment.

It stands alone, because the process loads it anew for each program.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from importlib import import_module

from lockstep.doubt.clock import move
from lockstep.run.child import Task, run
from lockstep.run.record import Record

_LATER = 400 * 24 * 3600.0 + 5 * 3600 + 54 * 60
_OTHERS = {"CI": "true", "GITHUB_ACTIONS": "true", "USER": "somebody", "HOSTNAME": "elsewhere", "COLUMNS": "132"}


def elsewhere(task: Task, preload: Iterable[str]) -> Record:
    """Run a snippet in the other world; to be given to `run_all`."""
    for module in preload:
        import_module(module)
    os.environ.update(_OTHERS)
    move(_LATER)
    return run(task)
