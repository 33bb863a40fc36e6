"""Two programs in turn, and what is kept of their times."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median


def seconds(program: Callable[[], object]) -> float:
    """Return how long one call takes."""
    start = time.perf_counter()
    program()
    return time.perf_counter() - start


def in_turn(plain: Callable[[], object], ours: Callable[[], object], *, rounds: int) -> dict[str, float]:
    """Call both in each round, after one that does not count, so that both see the same weather.

    Returns:
        The median seconds of each, and the median, least and greatest of the rounds' ratios.
    """
    times = [(seconds(plain), seconds(ours)) for _ in range(rounds + 1)][1:]
    ratios = [of_plain / of_ours for of_plain, of_ours in times]
    return {
        "plain_seconds": median(of_plain for of_plain, _ in times),
        "our_seconds": median(of_ours for _, of_ours in times),
        "ratio": median(ratios),
        "least_ratio": min(ratios),
        "greatest_ratio": max(ratios),
    }
