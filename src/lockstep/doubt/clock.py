"""Another time of day, for all that a program can ask it of: `time` and `datetime` as Python programs use them."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from typing import Any


def move(seconds: float) -> None:
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
