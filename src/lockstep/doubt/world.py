"""In the process of a program: the other world, with another clock and another environment.

It stands alone, because the process loads it anew for each program.
"""

from __future__ import annotations

import datetime
import os
import time
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

from lockstep.run.child import Task, run
from lockstep.run.record import Record

_LATER = 400 * 24 * 3600.0 + 5 * 3600 + 54 * 60
_OTHERS = {"CI": "true", "GITHUB_ACTIONS": "true", "USER": "somebody", "HOSTNAME": "elsewhere", "COLUMNS": "132"}


def elsewhere(task: Task, preload: Iterable[str]) -> Record:
    """Run a snippet in the other world; to be given to `run_all`."""
    for module in preload:
        import_module(module)
    os.environ.update(_OTHERS)
    _move(_LATER)
    return run(task)


def _move(seconds: float) -> None:
    """Set every clock of this process that tells the date ahead, for good."""
    now, now_ns = time.time, time.time_ns
    time.time = lambda: now() + seconds
    time.time_ns = lambda: now_ns() + int(seconds * 10**9)
    for name in ("localtime", "gmtime", "ctime"):
        setattr(time, name, _asks(getattr(time, name)))
    local, strftime, asctime = time.localtime, time.strftime, time.asctime
    time.strftime = lambda form, at=None: strftime(form, local() if at is None else at)
    time.asctime = lambda at=None: asctime(local() if at is None else at)

    class Moved(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> Any:
            return cls.fromtimestamp(time.time(), tz)

        @classmethod
        def utcnow(cls) -> Any:
            return cls.now(datetime.UTC).replace(tzinfo=None)

        @classmethod
        def today(cls) -> Any:
            return cls.now()

    class Day(datetime.date):
        @classmethod
        def today(cls) -> Any:
            return cls.fromtimestamp(time.time())

    for kind, plain in ((Moved, datetime.datetime), (Day, datetime.date)):
        kind.__name__, kind.__qualname__, kind.__module__ = plain.__name__, plain.__qualname__, "datetime"
        setattr(datetime, plain.__name__, kind)


def _asks(convert: Callable[..., Any]) -> Callable[..., Any]:
    return lambda seconds=None: convert(time.time() if seconds is None else seconds)
