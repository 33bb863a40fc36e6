"""A law that is known only by a procedure that draws from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

import torch
from jaxtyping import Int
from torch import Tensor
from torch.distributions import Categorical, Distribution, constraints

from firsttoken import checks
from firsttoken.errors import NotAvailable, TooManyStrings, WrongType

#: The most latents that are asked for at once.
_MOST = 50_000_000


class Implicit(Distribution):
    """The law of `g(Z)`, with `Z` uniform on `0, ..., latents - 1`: a generative model in the sampling sense.

    Drawing asks `g` once a draw. Nothing gives the probability of a value but to ask `g` for every latent, so
    `log_prob` is not available, and `law` does all of that work at once.

    Args:
        g: A function of integers, shape `(count,)`, to values in `0, ..., values - 1`, same shape; no randomness.
        latents: How many latents there are.
        values: How many values.

    Raises:
        FirstTokenError: If `g` is no function, or there is no latent or no value.

    Source: the essay, "Three senses of a word".
    """

    arg_constraints: ClassVar[dict[str, constraints.Constraint]] = {}
    has_rsample = False

    def __init__(self, g: Callable[[Int[Tensor, " count"]], Int[Tensor, " count"]], latents: int, values: int) -> None:
        if not callable(g) or isinstance(g, type):
            raise WrongType(f"a function of latents was expected; given {checks.shown(g)}", "Give lambda z: ..., say")
        checks.whole(latents, "latents", least=1)
        checks.whole(values, "values", least=1)
        self._g = g
        self.latents = latents
        self.values = values
        super().__init__()

    @property
    def support(self) -> constraints.Constraint:
        """The integers that values may be."""
        return constraints.integer_interval(0, self.values - 1)

    def __repr__(self) -> str:
        return f"Implicit({self.latents} latents, {self.values} values)"

    def log_prob(self, value: object) -> Tensor:
        """Refuse: only `law()`, which asks `g` for every latent, knows the probability of a value."""
        raise NotAvailable(
            "an implicit law has no log_prob without asking g for each latent", "Use law().log_prob(value)"
        )

    def sample(self, sample_shape: Sequence[int] = ()) -> Int[Tensor, "*shape"]:
        """Draw values: shape `sample_shape`, one latent a draw.

        Raises:
            FirstTokenError: If `g` gives a tensor of another shape, or a value out of range.
        """
        shape = checks.shape(sample_shape, "sample_shape")
        return self._ask(torch.randint(self.latents, (shape.numel(),))).reshape(shape)

    def law(self) -> Categorical:
        """Return the same law with its probabilities, `q(x) = #{z: g(z) = x} / latents`, in float64.

        Raises:
            FirstTokenError: If there are too many latents or values to ask for, or as for `sample`.
        """
        if self.latents > _MOST or self.values > _MOST:
            raise TooManyStrings(
                f"the law asks for at most {_MOST:,} latents and values; given {self.latents:,} and {self.values:,}",
                "Draw samples, and count",
            )
        counts = torch.bincount(self._ask(torch.arange(self.latents)), minlength=self.values)
        return Categorical(counts.double() / self.latents)

    def _ask(self, latents: Int[Tensor, " count"]) -> Int[Tensor, " count"]:
        values = self._g(latents)
        if not isinstance(values, Tensor) or values.shape != latents.shape:
            raise WrongType(
                f"g returns a value for each latent, a tensor of the shape {tuple(latents.shape)}; it returned "
                f"{checks.shown(values)}",
                "Write it with operations on tensors",
            )
        return checks.indices(values, self.values, "what g returns")
