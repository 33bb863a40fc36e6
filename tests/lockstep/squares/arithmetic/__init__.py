"""A library so small that a test can break it."""

from __future__ import annotations


def odds(count: int) -> list[int]:
    """Return the first odd numbers: 1, 3, 5 and so on."""
    return [2 * each + 1 for each in range(count)]


def is_prime(number: int) -> bool:
    """Return whether a number above 1 has no divisor but 1 and itself."""
    return number > 1 and all(number % divisor for divisor in range(2, number))
