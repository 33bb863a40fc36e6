"""What every law over strings of one length shares: its support, and exact sums over it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor
from torch.distributions import Distribution, constraints, register_kl

from firsttoken.errors import FirstTokenError, TooManyStrings
from firsttoken.vocabulary import Vocabulary

#: The most strings that an exact sum enumerates: 8^7 is just above it, 27^4 and 2^20 below.
MOST_STRINGS = 2_000_000


class StringSupport(constraints.Constraint):
    """Integer vectors that index strings: in `0..|V|-1`, and after the stop symbol nothing but itself."""

    is_discrete = True
    event_dim = 1

    def __init__(self, symbols: int, stop: int | None) -> None:
        self.symbols = symbols
        self.stop = stop
        super().__init__()

    def check(self, value: Tensor) -> Bool[Tensor, "*shape"]:
        """Return which vectors index a string."""
        valid = (value % 1 == 0) & (value >= 0) & (value < self.symbols)
        if self.stop is not None:
            stopped = value == self.stop
            valid &= stopped | (stopped.int().cumsum(dim=-1) == 0)
        return valid.all(dim=-1)


class StringLaw(Distribution):
    """A law over strings of `T` symbols, its horizon: any batch shape, event shape `(T,)`, integers.

    Args:
        vocabulary: The symbols.
        horizon: `T`, at least 1.
        batch_shape: The shape of a batch of laws.
        stop: The index of the symbol after which nothing but itself comes.

    Raises:
        FirstTokenError: If the horizon is not positive.
    """

    arg_constraints: ClassVar[dict[str, constraints.Constraint]] = {}
    has_rsample = False
    has_enumerate_support = True

    def __init__(
        self, vocabulary: Vocabulary, horizon: int, batch_shape: Sequence[int] = (), stop: int | None = None
    ) -> None:
        if horizon < 1:
            raise FirstTokenError(f"a string has at least one symbol: horizon >= 1; given {horizon}")
        self.vocabulary = vocabulary
        self._stop = stop
        super().__init__(torch.Size(batch_shape), torch.Size([horizon]))

    @property
    def horizon(self) -> int:
        """The number of symbols `T`."""
        return self.event_shape[0]

    @property
    def support(self) -> StringSupport:
        """Which integer vectors are strings."""
        return StringSupport(len(self.vocabulary), self._stop)

    def enumerate_support(self, expand: bool = True) -> Int[Tensor, "*shape"]:
        """Return every string in lexicographic order: shape `(N, *batch_shape, T)`.

        Raises:
            TooManyStrings: If `|V|^T` is above two million.
        """
        self._check_size("enumerating the strings")
        axis = torch.arange(len(self.vocabulary))
        strings = torch.cartesian_prod(*[axis] * self.horizon).reshape(-1, self.horizon)
        strings = strings[self.support.check(strings)]
        strings = strings.reshape(-1, *[1] * len(self.batch_shape), self.horizon)
        return strings.expand(-1, *self.batch_shape, -1) if expand else strings

    def encode(self, text: str) -> Int[Tensor, " horizon"]:
        """Return a text as a value of this law.

        Raises:
            UnknownSymbol: For a symbol that the vocabulary does not have.
            FirstTokenError: If the text has not exactly `T` symbols.
        """
        indices = self.vocabulary.encode(text)
        if len(indices) != self.horizon:
            raise FirstTokenError(f"these strings have {self.horizon} symbols; given {len(indices)}: {text!r}")
        return torch.tensor(indices)

    def log_probs(self) -> Float[Tensor, "*shape"]:
        """Return the log probability of every string, in nats, in the order of `enumerate_support`.

        Raises:
            TooManyStrings: If `|V|^T` is above two million.
        """
        raise NotImplementedError

    def entropy(self) -> Float[Tensor, "*batch"]:
        """Return `H(q) = -sum_x q(x) log q(x)`, exact, in nats.

        Raises:
            TooManyStrings: If `|V|^T` is above two million; the message names the sampled estimate.
        """
        self._check_size("the exact entropy", "average -log_prob(x) over samples x")
        log_probs = self.log_probs()
        return -torch.xlogy(log_probs.exp(), log_probs.exp()).sum(dim=0)

    def _check_size(self, what: str, instead: str = "draw samples instead") -> None:
        count = len(self.vocabulary) ** self.horizon
        if count > MOST_STRINGS:
            raise TooManyStrings(
                f"{what} would go over {len(self.vocabulary)}^{self.horizon} = {count:,} strings, more than "
                f"{MOST_STRINGS:,}; {instead}, with standard error (standard deviation) / sqrt(samples)"
            )


def _kl(p: StringLaw, q: StringLaw) -> Tensor:
    """`KL(p || q)` in nats by enumeration; infinite where `p` charges a string that `q` excludes."""
    if p.vocabulary != q.vocabulary or p.event_shape != q.event_shape or p._stop != q._stop:
        raise FirstTokenError("KL(p || q) takes laws over the same strings; vocabulary, stop or horizon differ")
    p._check_size("the exact KL divergence", "average p.log_prob(x) - q.log_prob(x) over samples x from p")
    log_p, log_q = p.log_probs(), q.log_probs()
    terms = log_p.exp() * (log_p - log_q)
    return terms.masked_fill(log_p == -torch.inf, 0.0).sum(dim=0)


register_kl(StringLaw, StringLaw)(_kl)
