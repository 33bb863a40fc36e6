"""Whether a text ends: hazards, survival, and the mass of finite strings."""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from jaxtyping import Float, Int
from torch import Tensor

from firsttoken import checks
from firsttoken.causal import Causal
from firsttoken.errors import FirstTokenError
from firsttoken.vocabulary import Vocabulary


class Clock:
    """A model of texts of one letter that stops by the clock: AAAA, the language `{a}*`.

    `q(x_t = $ | x_<t) = h_t`, whatever was written; use `Causal(clock, stop="$")`.

    Args:
        hazards: `h_1, h_2, ...`, one a position; they are computed with in float64.

    Attributes:
        vocabulary: `a` and `$`.

    Raises:
        FirstTokenError: If a hazard is no probability, or if there is none.

    Source: the essay, "The other end".
    """

    def __init__(self, hazards: Float[Tensor, " positions"]) -> None:
        each = _checked(hazards)
        self.vocabulary = Vocabulary(["a", "$"])
        self.longest = len(each) - 1
        self._laws = torch.stack([(-each).log1p(), each.log()], dim=1)

    def __repr__(self) -> str:
        return f"Clock(of {len(self._laws)} hazards)"

    def log_first(self) -> Float[Tensor, " vocab"]:
        """Return `log q(x_1)`, in nats."""
        return self._laws[0]

    def log_laws(self, contexts: Int[Tensor, "batch length"]) -> Float[Tensor, "batch length vocab"]:
        """Return `log q(. | x_1..x_t)` at `[:, t - 1]`, in nats.

        Raises:
            TooLong: If there is no hazard for the next position.
        """
        contexts = checks.contexts(contexts, 2, self.longest, f"Clock of {len(self._laws)} hazards")
        return self._laws[1 : contexts.shape[1] + 1].expand(len(contexts), -1, -1)


class Bounds(NamedTuple):
    """A number that is known to lie between two others."""

    lower: float
    upper: float


def hazards(causal: Causal, *, horizon: int, prompt: str = "") -> Float[Tensor, " horizon"]:
    """Return `h_t = q(x_t = $ | x_t-1 != $)`, the hazard of the text after a prompt, at `t = 1, ..., T`.

    It averages over the texts that are still alive, under the model. Where none is, it is 1.

    Args:
        causal: A model with a stop symbol.
        horizon: `T`, at least 1.
        prompt: A text that has not stopped.

    Raises:
        FirstTokenError: If the model has no stop symbol.
        TooManyStrings: If `|V|^T` is above two million.

    Source: Du et al. 2023; the essay, "The other end".
    """
    checks.instance(causal, Causal, "a Causal", "Write Causal(model) around the model")
    if causal.stop is None:
        raise FirstTokenError("without a stop symbol there is no hazard", "Name it: use Causal(model, stop=...)")
    checks.text(prompt, "a prompt")
    law = causal.given(prompt, horizon=horizon)
    if causal.stop in prompt.split():
        raise FirstTokenError(
            f"a text that has not stopped was expected; given {prompt!r}", "Leave out its stop symbol"
        )
    probs = law.log_probs().exp()
    stopped = law.enumerate_support() == causal.vocabulary.index_of(causal.stop)
    alive = torch.where(stopped, 0.0, probs[:, None]).sum(dim=0)
    before = torch.cat([torch.ones_like(alive[:1]), alive[:-1]])
    first = stopped & ~torch.nn.functional.pad(stopped, (1, 0))[:, :-1]
    ending = torch.where(first, probs[:, None], 0.0).sum(dim=0)
    return torch.where(before > 0, ending / before, 1.0)


def survival(hazards: Float[Tensor, " horizon"]) -> Float[Tensor, " horizon"]:
    """Return `S_n = prod_{t <= n} (1 - h_t)`, the mass of what has not stopped after `n` symbols.

    Raises:
        FirstTokenError: If a hazard is no probability, or if there is none.

    Source: the essay, "The other end".
    """
    return (-_checked(hazards)).log1p().cumsum(dim=0).exp()


def finite_mass(hazards: Float[Tensor, " horizon"], *, rest: tuple[float, float] = (0.0, math.inf)) -> Bounds:
    """Return bounds on the mass of all finite strings, from hazards up to a horizon `n`.

    If the sum of the later hazards lies between `r` and `R`, the mass of what never stops lies between
    `S_n max(0, 1 - R)` and `S_n exp(-r)`.

    Args:
        hazards: `h_1, ..., h_n`.
        rest: `(r, R)`. Without them the mass lies between what has stopped and 1. With `r = inf` it is 1.

    Raises:
        FirstTokenError: If a hazard is no probability, or if `0 <= r <= R` is false.

    Source: the essay, "The other end".
    """
    remedy = "Give a pair, rest=(0.1, 0.2), say"
    checks.instance(rest, (tuple, list), "a pair of numbers, (r, R),", remedy)
    if len(rest) != 2:
        raise FirstTokenError(f"rest is a pair of numbers, (r, R); given {len(rest)}", remedy)
    least, most = (checks.real(bound, "a bound of the later hazards") for bound in rest)
    if not 0 <= least <= most:
        raise FirstTokenError(f"the later hazards have a sum between r and R, 0 <= r <= R; given {rest}", remedy)
    alive = survival(hazards)[-1].item()
    return Bounds(1 - alive * math.exp(-least), 1 - alive * max(0.0, 1 - most))


def bigram_mass(kernel: Float[Tensor, "rows columns"], stop: Float[Tensor, " vocab"]) -> Float[Tensor, " vocab"]:
    """Return, for each symbol, the probability that a text which has come to it ends: the mass of its endings.

    It is the least non-negative solution of `m = e + Q m`: zero where the stop symbol is out of reach, and
    elsewhere the only solution. `I - Q` itself may be singular.

    Args:
        kernel: `Q(a, b)`, the probability that `b` comes after `a`.
        stop: `e(a)`, the probability that the text ends after `a`. With it, each row has the sum 1.

    Raises:
        FirstTokenError: If the shapes do not fit, an entry is negative, or a row has another sum.

    Source: the essay, "The other end".
    """
    checks.double(kernel, "the kernel", ndim=2)
    checks.double(stop, "the law of the stop", ndim=1)
    if kernel.shape != (len(stop), len(stop)) or not len(stop):
        raise FirstTokenError(
            f"a kernel is |V| by |V|; given {tuple(kernel.shape)} with {len(stop)} stops", "Leave the stop out of Q"
        )
    rows = torch.cat([kernel, stop[:, None]], dim=1)
    if bool((rows < 0).any()) or bool(((rows.sum(dim=1) - 1).abs() > 1e-9).any()):
        raise FirstTokenError(
            f"each row of (Q, e) is a law, of sum 1, and not negative; given the sums {rows.sum(dim=1).tolist()[:8]}",
            "Divide each row by its sum, the stop included",
        )
    reach = stop > 0
    for _ in range(len(stop)):
        reach = reach | (kernel[:, reach] > 0).any(dim=1)
    mass = torch.zeros_like(stop)
    inner = kernel[reach][:, reach]
    mass[reach] = torch.linalg.solve(torch.eye(len(inner), dtype=inner.dtype) - inner, stop[reach])
    return mass


def _checked(hazards: object) -> Float[Tensor, " positions"]:
    each = checks.tensor(hazards, "hazards", ndim=1).double()
    if not len(each):
        raise FirstTokenError(
            f"hazards are at least one number; given the shape {tuple(each.shape)}", "Give one for each position"
        )
    if not bool(((each >= 0) & (each <= 1)).all()):
        wrong = each[(each < 0) | (each > 1)][0]
        raise FirstTokenError(
            f"a hazard is a probability, from 0 to 1; given {float(wrong):g}", "Look at how it was made"
        )
    return each
