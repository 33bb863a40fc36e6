"""A law over strings as one tensor."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from jaxtyping import Float, Int
from torch import Tensor
from torch.distributions import Categorical

from firsttoken import checks
from firsttoken.causal import Causal
from firsttoken.errors import FirstTokenError, NotAvailable
from firsttoken.law import StringLaw
from firsttoken.vocabulary import Vocabulary


class Joint(StringLaw):
    """A law `p` on `V^n`, one number a string: every question about it has an exact answer.

    Args:
        vocabulary: The symbols.
        probs: `p(x_1..x_n)`, a tensor with `n` axes of length `|V|`, of sum 1 to within 1e-9.

    Raises:
        FirstTokenError: If `probs` is not in float64, has another shape, a negative entry, or another sum.
    """

    def __init__(self, vocabulary: Vocabulary, probs: Float[Tensor, "*string"]) -> None:
        checks.instance(vocabulary, Vocabulary, "a vocabulary", "Give Vocabulary([...]) of the symbols")
        checks.double(probs, "a joint law")
        if probs.ndim == 0 or set(probs.shape) != {len(vocabulary)}:
            raise FirstTokenError(
                f"a joint law has n >= 1 axes of length {len(vocabulary)}; given {tuple(probs.shape)}",
                "Reshape it, or name as many symbols as an axis is long",
            )
        total = float(probs.detach().sum())
        if not (bool((probs >= 0).all()) and abs(total - 1) < 1e-9):
            raise FirstTokenError(
                f"probabilities are not negative and sum to 1, in float64; given the sum {total:.12g}",
                "Divide by the sum: probs / probs.sum()",
            )
        self.probs = probs
        super().__init__(vocabulary, probs.ndim)

    def expand(self, batch_shape: Sequence[int], _instance: object = None) -> Joint:
        """Refuse: a joint law has no batch; use `joint.causal().given("", horizon=n).expand(batch_shape)`."""
        raise NotAvailable("a Joint has no batch", "Expand joint.causal().given('', horizon=n) instead")

    def log_prob(self, value: Int[Tensor, "*shape"]) -> Float[Tensor, "*outer"]:
        """Return `log p(x)` in nats for strings of shape `(*sample_shape, n)`, `-inf` for impossible ones.

        Raises:
            FirstTokenError: If the last axis does not have `n` indices, or one is out of range.
        """
        self._validate_sample(value)
        return self.probs[value.long().unbind(dim=-1)].log()

    def log_probs(self) -> Float[Tensor, " strings"]:
        """Return the log probability of every string, in nats, in the order of `enumerate_support`."""
        return self.probs.reshape(-1).log()

    def sample(self, sample_shape: Sequence[int] = ()) -> Int[Tensor, "*shape"]:
        """Draw strings: shape `(*sample_shape, n)`."""
        shape = checks.shape(sample_shape, "sample_shape", event=self.horizon)
        if not shape.numel():
            return torch.empty(*shape, self.horizon, dtype=torch.long)
        drawn = Categorical(self.probs.reshape(-1)).sample(shape)
        return torch.stack(torch.unravel_index(drawn, self.probs.shape), dim=-1)

    def first(self) -> Categorical:
        """Return the law of the first symbol, `p_1(a) = sum_{x: x_1 = a} p(x)`."""
        return Categorical(self.marginal(1).probs)

    def marginal(self, *positions: int) -> Joint:
        """Return the law of the symbols at these positions, counted from 1, in the order given.

        With all positions it is the same law read in another order, so that `marginal(3, 1, 2).causal()` is
        the chain rule `p(x_3) p(x_1 | x_3) p(x_2 | x_1, x_3)`.

        Raises:
            FirstTokenError: If a position stands twice or is not one of `1, ..., n`, or if there is none.
        """
        kept = sorted({checks.whole(position, "a position", least=-checks.LARGEST) for position in positions})
        if not kept or len(kept) < len(positions) or kept[0] < 1 or kept[-1] > self.horizon:
            raise FirstTokenError(
                f"positions are distinct, from 1 to {self.horizon}; given {positions}", "Name each once, counted from 1"
            )
        rest = [axis for axis in range(self.horizon) if axis + 1 not in positions]
        summed = self.probs.sum(dim=rest) if rest else self.probs
        return Joint(self.vocabulary, summed.permute([kept.index(position) for position in positions]))

    def over(self, vocabulary: Vocabulary) -> Joint:
        """Return the same law over a larger vocabulary, whose new symbols have probability zero.

        Raises:
            UnknownSymbol: If a symbol of this law is not in it.
        """
        checks.instance(vocabulary, Vocabulary, "a vocabulary", "Give Vocabulary([...]) of the symbols")
        checks.shape([len(vocabulary)] * self.horizon, "the axes of the law")
        places = torch.tensor([vocabulary.index_of(symbol) for symbol in self.vocabulary])
        probs = self.probs.new_zeros([len(vocabulary)] * self.horizon)
        probs[torch.meshgrid(*[places] * self.horizon, indexing="ij")] = self.probs
        return Joint(vocabulary, probs)

    def causal(self) -> Causal:
        """Return the conditionals `p(x_t | x_<t) = p(x_1..x_t) / p(x_<t)`, the first one `p(x_1)` included.

        After a context of probability zero they are undefined, and the model raises `ContextUndefined`.
        """
        return Causal(Conditionals(self))


class Conditionals:
    """The conditionals of a joint law, as ratios of its prefix marginals."""

    def __init__(self, joint: Joint) -> None:
        self.vocabulary = joint.vocabulary
        self.longest = joint.horizon - 1
        self._prefixes = [joint.marginal(*range(1, t + 1)).probs.log() for t in range(1, joint.horizon + 1)]

    def log_first(self) -> Float[Tensor, " vocab"]:
        """Return the logarithm of the law of the first symbol."""
        return self._prefixes[0]

    def log_laws(self, contexts: Int[Tensor, "batch length"]) -> Float[Tensor, "batch length vocab"]:
        """Return the conditionals after the non-empty prefixes; NaN after impossible ones."""
        contexts = checks.contexts(contexts, len(self.vocabulary), self.longest, "Conditionals")
        length = contexts.shape[1]
        rows = []
        for t in range(1, length + 1):
            prefix = contexts[:, :t].unbind(dim=1)
            # after an impossible context this is -inf minus -inf: NaN, the protocol's "no law here"
            rows.append(self._prefixes[t][prefix] - self._prefixes[t - 1][prefix][:, None])
        return torch.stack(rows, dim=1)
