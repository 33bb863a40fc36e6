"""What a model must offer to be asked for laws over strings."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from jaxtyping import Float, Int
from torch import Tensor

from firsttoken.vocabulary import Vocabulary


@runtime_checkable
class Memory(Protocol):
    """What a model keeps of the contexts that it has read."""

    def rows(self, part: slice) -> Memory:
        """Return what it keeps of some of them."""


@runtime_checkable
class NextToken(Protocol):
    """Next-token laws after contexts, and at the empty one only if the model has it."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The symbols that index contexts and laws."""

    def log_laws(self, contexts: Int[Tensor, "batch length"]) -> Float[Tensor, "batch length vocab"]:
        """Return `log q(. | x_1..x_t)` at `[:, t - 1]`, in nats, for every non-empty prefix of each context.

        Where the model has no law, after a context of probability zero, its row is NaN. No caller of the
        library sees one: the laws built on the model raise `ContextUndefined` instead.
        """

    def log_first(self) -> Float[Tensor, " vocab"] | None:
        """Return `log q(x_1)`, in nats, or None if the model has no value at the empty context."""


@runtime_checkable
class Resumable(NextToken, Protocol):
    """A model that need not read a context again when one more symbol comes."""

    def resume(
        self, symbols: Int[Tensor, "batch length"], memory: Memory | None, *, remember: bool = True
    ) -> tuple[Float[Tensor, "batch length vocab"], Memory | None]:
        """Return what `log_laws` would for the remembered symbols followed by these, for these alone.

        Args:
            symbols: The symbols that come next.
            memory: What an earlier call returned, or None at the start of the contexts. It may be of fewer
                contexts: each is then followed by as many consecutive rows of `symbols` as they allow.
            remember: Whether there is a use for the new memory; without one it may be None.
        """
