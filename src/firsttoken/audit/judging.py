"""From numbers by document to three answers: yes, no, cannot tell."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from torch import Tensor

from firsttoken.audit.comparing import Plain
from firsttoken.audit.measuring import Behind

#: A mean is taken to be above zero when it is more than so many standard errors above.
ERRORS = 3.0
#: With fewer documents, a standard error says too little.
FEWEST = 5
#: The law of a start of chunks has more than this share of what the law of tokens anywhere gains on the uniform one.
SHARE = 0.85


class Verdict(StrEnum):
    """What a start is worth for texts like those that were read."""

    UNDEFINED = "undefined"
    UNTRAINED = "untrained"
    CHUNKS = "chunks"
    BEGINNINGS = "beginnings"
    UNKNOWN = "cannot tell"


class Answer(StrEnum):
    """What a question of the audit is answered with."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "cannot tell"


@dataclass(frozen=True)
class Mean:
    """A mean over distinct documents, its standard error, and of how many."""

    mean: float
    error: float
    n: int

    @classmethod
    def of(cls, numbers: Tensor) -> Mean:
        """Return the mean of what is a number: a text that is too short for a question has NaN there."""
        known = numbers[~numbers.isnan()]
        if len(known) < 2:
            return cls(known.sum().item() if len(known) else math.nan, math.inf, len(known))
        return cls(known.mean().item(), (known.std() / len(known) ** 0.5).item(), len(known))

    def above(self, least: float = 0.0, errors: float = ERRORS) -> Answer:
        """Return whether the mean is above something, below it, or too near to it."""
        if self.n < FEWEST or not abs(self.mean - least) > errors * self.error:
            return Answer.UNKNOWN
        return Answer.YES if self.mean > least else Answer.NO

    def __str__(self) -> str:
        return f"{self.mean:z.2f} ± {self.error:.2f}"


@dataclass(frozen=True)
class Signs:
    """The differences that a verdict rests on, paired by document, in nats.

    Attributes:
        order: How much more tokens cost in a shuffled context. Where that is nothing, the model does not read such
            texts, and they tell nothing of it.
        gain: At beginnings, the cost by the plain law less that behind the start.
        apart: That gain, less the same at random places.
        counted: That gain, less half of what counted beginnings have.
        places: At random places, the gain of the start on the uniform law, less `SHARE` of that of tokens anywhere.
    """

    order: Mean
    gain: Mean
    apart: Mean
    counted: Mean
    places: Mean

    @classmethod
    def of(cls, behind: Behind, plain: Plain, order: Tensor) -> Signs | None:
        """Return the differences, or None where the start has no law."""
        if behind.first is None or behind.middle is None:
            return None
        gain = plain.first - behind.first
        places, anywhere = plain.uniform - behind.middle, plain.uniform - plain.anywhere
        found = (
            order,
            gain,
            gain - (plain.middle - behind.middle),
            gain - (plain.first - plain.counted) / 2,
            places - SHARE * anywhere,
        )
        return cls(*map(Mean.of, found))


def verdict(signs: Signs | None, errors: float = ERRORS) -> Verdict:
    """Return what the differences show, or that they do not tell.

    Args:
        signs: The differences; None for a start without a law.
        errors: How many standard errors a mean has to be away from zero.
    """
    if signs is None:
        return Verdict.UNDEFINED
    yes = {name: mean.above(errors=errors) == Answer.YES for name, mean in vars(signs).items()}
    no = {name: mean.above(errors=errors) == Answer.NO for name, mean in vars(signs).items()}
    if not yes["order"]:
        return Verdict.UNKNOWN
    if yes["apart"]:  # without a gain: of beginnings of some other kind, perhaps
        return Verdict.BEGINNINGS if yes["gain"] else Verdict.UNKNOWN
    if yes["places"] and no["counted"]:
        return Verdict.CHUNKS
    if no["places"] and no["gain"]:
        return Verdict.UNTRAINED
    return Verdict.UNKNOWN
