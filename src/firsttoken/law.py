"""What every law over strings of one length shares: its support, and exact sums over it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import ClassVar

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor
from torch.distributions import Distribution, constraints, register_kl

from firsttoken import checks
from firsttoken.errors import FirstTokenError, NotAvailable, TooManyStrings
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

    def __repr__(self) -> str:
        rest = "" if self.stop is None else f", and after {self.stop}, the stop symbol, nothing but itself"
        return f"strings of indices from 0 to {self.symbols - 1}{rest}"

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
        checks.instance(vocabulary, Vocabulary, "a vocabulary", "Give Vocabulary([...]) of the symbols")
        length = checks.whole(horizon, "horizon", least=1)
        self.vocabulary = vocabulary
        self._stop = None if stop is None else checks.whole(stop, "stop", most=len(vocabulary) - 1)
        super().__init__(checks.shape(batch_shape, "batch_shape"), torch.Size([length]))

    def __repr__(self) -> str:
        batch = f", batch_shape={tuple(self.batch_shape)}" if self.batch_shape else ""
        stop = "" if self._stop is None else f", stop={self.vocabulary[self._stop]!r}"
        return f"{type(self).__name__}({self.vocabulary}, horizon={self.horizon}{stop}{batch})"

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
        checks.instance(expand, bool, "expand, True or False", "Give one of them")
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
            raise FirstTokenError(
                f"these strings have {self.horizon} symbols; given {len(indices)}: {text!r}",
                "Give a text of that length, or ask for a law of another horizon",
            )
        return torch.tensor(indices)

    def log_probs(self) -> Float[Tensor, "*shape"]:
        """Return the log probability of every string, in nats, in the order of `enumerate_support`.

        Raises:
            TooManyStrings: If `|V|^T` is above two million.
        """
        raise NotAvailable(f"{self!r} has no list of probabilities", "Use Strings or Joint, which have one")

    def entropy(self) -> Float[Tensor, "*batch"]:
        """Return `H(q) = -sum_x q(x) log q(x)`, exact, in nats.

        Raises:
            TooManyStrings: If `|V|^T` is above two million; the message names the sampled estimate.
        """
        self._check_size("the exact entropy", "Average -log_prob(x) over samples x")
        log_probs = self.log_probs()
        return -torch.xlogy(log_probs.exp(), log_probs.exp()).sum(dim=0)

    def _validate_sample(self, value: Tensor) -> None:
        """Refuse what is no value of this law, in the library's words."""
        remedy = "Make it with encode(text), or take it from sample() or enumerate_support()"
        checks.instance(value, Tensor, "a tensor of indices", remedy)
        checks.on_cpu(value, "a value")
        if value.ndim == 0 or value.shape[-1] != self.horizon:
            raise FirstTokenError(
                f"a value has {self.horizon} indices in its last axis; given {checks.shown(value)}", remedy
            )
        checks.broadcast(value.shape[:-1], self.batch_shape, "the values and the batch of laws")
        checks.indices(value, len(self.vocabulary), "a value, within the support,")
        inside = self.support.check(value)
        for row in value[~inside][:1].tolist():
            raise FirstTokenError(f"a value is within the support: {self.support}; given {row}", remedy)

    def _check_size(self, what: str, instead: str = "Draw samples instead") -> None:
        symbols = len(self.vocabulary)
        if self.horizon * math.log(symbols) > math.log(MOST_STRINGS):
            count = f" = {symbols**self.horizon:,}" if self.horizon < 100 else ""
            raise TooManyStrings(
                f"{what} would go over {symbols}^{self.horizon}{count} strings, more than {MOST_STRINGS:,}",
                f"{instead}, with standard error (standard deviation) / sqrt(samples)",
            )
        checks.shape(self.batch_shape, "the batch of laws", event=symbols**self.horizon)


def check_same_strings(p: StringLaw, q: StringLaw, name: str) -> None:
    """Refuse to compare laws over different strings.

    Raises:
        FirstTokenError: If vocabulary, horizon or stop differ, or if the batch shapes do not broadcast.
    """
    if p.vocabulary != q.vocabulary or p.event_shape != q.event_shape or p._stop != q._stop:
        raise FirstTokenError(
            f"{name}(p, q) takes laws over the same strings; given {p!r} and {q!r}",
            "Give both one vocabulary (Joint.over), one horizon (Strings.prefix), one stop symbol (Causal(stop=...))",
        )
    checks.broadcast(p.batch_shape, q.batch_shape, "the batches of p and q")


def _kl(p: StringLaw, q: StringLaw) -> Tensor:
    """`KL(p || q)` in nats by enumeration; infinite where `p` charges a string that `q` excludes."""
    check_same_strings(p, q, "KL")
    p._check_size("the exact KL divergence", "Average p.log_prob(x) - q.log_prob(x) over samples x from p")
    log_p, log_q = p.log_probs(), q.log_probs()
    terms = log_p.exp() * (log_p - log_q)
    return terms.masked_fill(log_p == -torch.inf, 0.0).sum(dim=0)


register_kl(StringLaw, StringLaw)(_kl)
