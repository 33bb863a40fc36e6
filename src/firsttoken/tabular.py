"""A causal model with one free law for each context."""

from __future__ import annotations

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from firsttoken.errors import TooLong
from firsttoken.vocabulary import Vocabulary


class Tabular(nn.Module):
    """A total model on `V^n` without a first factor: logits for `x_t` after every context, `t = 2, ..., n`.

    `q(x_t | x_<t) = softmax(logits_t[x_<t])[x_t]`: every law of this form, all positive, and no value at the
    empty context. It stands for what training on next tokens alone can reach with unlimited capacity.

    Args:
        vocabulary: The symbols.
        length: `n`, at least 2.
        generator: The source of the logits, drawn from a standard normal law; zero logits without one.

    Attributes:
        logits: For `t = 2, ..., n` a parameter with `t` axes of length `|V|`, in float64.
    """

    def __init__(self, vocabulary: Vocabulary, length: int, *, generator: torch.Generator | None = None) -> None:
        super().__init__()
        self.vocabulary = vocabulary
        tables = [torch.zeros([len(vocabulary)] * t, dtype=torch.float64) for t in range(2, length + 1)]
        if generator is not None:
            tables = [table.normal_(generator=generator) for table in tables]
        self.logits = nn.ParameterList(tables)

    def log_first(self) -> None:
        """Return None: the model has no value at the empty context."""

    def log_laws(self, contexts: Int[Tensor, "batch length"]) -> Float[Tensor, "batch length vocab"]:
        """Return `log q(. | x_1..x_t)` at `[:, t - 1]`, in nats.

        Raises:
            TooLong: If a context has `n` symbols or more.
        """
        length, longest = contexts.shape[1], len(self.logits) + 1
        if length >= longest:
            raise TooLong(f"this model is over {longest} symbols: it has no law for symbol {length + 1}")
        rows = [self.logits[t][contexts[:, : t + 1].unbind(dim=1)] for t in range(length)]
        return torch.stack(rows, dim=1).log_softmax(dim=-1)
