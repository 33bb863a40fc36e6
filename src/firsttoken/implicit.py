"""A law that is known only by a procedure that draws from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

import torch
from jaxtyping import Int
from torch import Tensor
from torch.distributions import Categorical, Distribution, constraints

from firsttoken.errors import FirstTokenError


class Implicit(Distribution):
    """The law of `g(Z)`, with `Z` uniform on `0, ..., latents - 1`: a generative model in the sampling sense.

    Drawing asks `g` once a draw. Nothing gives the probability of a value but to ask `g` for every latent, so
    `log_prob` is not implemented, as torch puts it, and `law` does all of that work at once.

    Args:
        g: A function of integers, shape `(count,)`, to values in `0, ..., values - 1`, same shape; no randomness.
        latents: How many latents there are.
        values: How many values.

    Raises:
        FirstTokenError: If there is no latent or no value.

    Source: the essay, "Three senses of a word".
    """

    arg_constraints: ClassVar[dict[str, constraints.Constraint]] = {}
    has_rsample = False

    def __init__(self, g: Callable[[Int[Tensor, " count"]], Int[Tensor, " count"]], latents: int, values: int) -> None:
        if latents < 1 or values < 1:
            raise FirstTokenError(f"at least one latent and one value; given {latents} latents and {values} values")
        self._g = g
        self.latents = latents
        self.values = values
        super().__init__()

    @property
    def support(self) -> constraints.Constraint:
        """The integers that values may be."""
        return constraints.integer_interval(0, self.values - 1)

    def sample(self, sample_shape: Sequence[int] = ()) -> Int[Tensor, "*shape"]:
        """Draw values: shape `sample_shape`, one latent a draw.

        Raises:
            FirstTokenError: If `g` gives a value out of range.
        """
        shape = torch.Size(sample_shape)
        return self._ask(torch.randint(self.latents, (shape.numel(),))).reshape(shape)

    def law(self) -> Categorical:
        """Return the same law with its probabilities, `q(x) = #{z: g(z) = x} / latents`, in float64.

        Raises:
            FirstTokenError: If `g` gives a value out of range.
        """
        counts = torch.bincount(self._ask(torch.arange(self.latents)), minlength=self.values)
        return Categorical(counts.double() / self.latents)

    def _ask(self, latents: Int[Tensor, " count"]) -> Int[Tensor, " count"]:
        values = self._g(latents)
        wrong = values[(values < 0) | (values >= self.values)]
        if len(wrong):
            raise FirstTokenError(f"values are integers from 0 to {self.values - 1}; g gave {int(wrong[0])}")
        return values
