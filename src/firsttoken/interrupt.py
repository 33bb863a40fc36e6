"""Stopping between two steps rather than within one."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def interruptible() -> Iterator[Callable[[str], None]]:
    """Hold back Ctrl-C until the function that is yielded is called, which then raises `KeyboardInterrupt`.

    A second Ctrl-C is not held back. Where Ctrl-C has another meaning already, and outside the main thread,
    which signals do not reach, nothing changes.
    """
    pressed = False

    def hold(_signal: int, _frame: FrameType | None) -> None:
        nonlocal pressed
        pressed = True
        signal.signal(signal.SIGINT, signal.default_int_handler)

    def check(message: str) -> None:
        if pressed:
            raise KeyboardInterrupt(message)

    ours = (
        threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGINT) is signal.default_int_handler
    )
    if ours:
        signal.signal(signal.SIGINT, hold)
    try:
        yield check
    finally:
        if ours:
            signal.signal(signal.SIGINT, signal.default_int_handler)
