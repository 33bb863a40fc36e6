"""One question of an audit with its answer, what was seen, and the statement of the essay that it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from firsttoken.audit.judging import Answer


@dataclass(frozen=True)
class Fact:
    """An answer.

    Attributes:
        claim: What is true if the answer is yes.
        answer: Yes, no, or cannot tell.
        seen: What was seen.
        rests_on: The id of a statement of the essay.
    """

    claim: str
    answer: Answer
    seen: str
    rests_on: str


def fact(claim: str, holds: bool | None, seen: str, rests_on: str) -> Fact:
    """Return a fact whose answer is yes where it holds, no where it does not, and cannot tell for None."""
    answer = Answer.UNKNOWN if holds is None else Answer.YES if holds else Answer.NO
    return Fact(claim, answer, seen, rests_on)
