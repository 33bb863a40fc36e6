"""What a model must offer to be asked for laws over strings."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from jaxtyping import Float, Int
from torch import Tensor

from firsttoken.vocabulary import Vocabulary

#: What a model keeps of the contexts that it has read: tensors with a row for each context.
Memory = tuple[Tensor, ...]


@runtime_checkable
class NextToken(Protocol):
    """Next-token laws after contexts, and at the empty one only if the model has it.

    A model that cannot read contexts of any length says how many symbols it reads in an attribute `longest`. One that
    need not read a context again when one more symbol comes has a method `resume`, as in `Resumable`.
    """

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


class Resumable(NextToken, Protocol):
    """A model that need not read a context again when one more symbol comes."""

    def resume(
        self, symbols: Int[Tensor, "batch length"], memory: Memory | None
    ) -> tuple[Float[Tensor, "batch length vocab"], Memory]:
        """Return what `log_laws` would for the remembered symbols followed by these, for these alone, and the memory.

        Args:
            symbols: The symbols that come next.
            memory: What an earlier call returned for the same number of contexts, or None at their start. It is
                left as it was.
        """
