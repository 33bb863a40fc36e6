"""An attacked copy of the process of a snippet: split off, given its time, and heard when it ends."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterable
from typing import Any

from lockstep.doubt.drawn import drawn

DRAWN = "drawn"

# What ends a copy: what it computed itself, or, where it only waits, the time that has gone by.
_CLOCKS = (
    (signal.ITIMER_PROF, signal.SIGPROF, 1),
    (signal.ITIMER_REAL, signal.SIGALRM, 30),
)


class Copies:
    """The copies that a process splits off, one at a time.

    Attributes:
        attacked: In a copy, the number of what is attacked there; None in the original.
        last: What the last copy reported.
    """

    def __init__(self, limit: float) -> None:
        self._limit, self._report = limit, -1
        self.attacked: int | None = None
        self.last: dict[str, Any] = {}

    def split(self, spot: int) -> bool:
        """Fork. In the copy, return True; in the original, return False once the copy has left its report.

        A process with torch loaded may fork as long as it has one thread, which a run has: see `FIXED`. Of a program
        that started others, Python warns from 3.12 on, and a warning ends a run.
        """
        receiver, sender = os.pipe()
        process = os.fork()
        if not process:
            os.close(receiver)
            for clock, number, most in _CLOCKS:
                signal.signal(number, signal.SIG_DFL)
                signal.setitimer(clock, most * self._limit)
            self.attacked, self._report = spot, sender
            return True
        os.close(sender)
        with os.fdopen(receiver, encoding="utf-8") as pipe:
            written = pipe.read()
        os.waitpid(process, 0)
        nothing = {"broken": [], "ended": "ran out of time, or was killed", DRAWN: []}
        self.last = json.loads(written) if written else nothing
        return False

    def leave(self, ended: str, broken: Iterable[int]) -> None:
        """End this copy, with its report: how it ended, and the assertions that the attack broke."""
        with os.fdopen(self._report, "w", encoding="utf-8") as pipe:
            json.dump({"broken": sorted(broken), "ended": ended, DRAWN: drawn()}, pipe)
        os._exit(0)
