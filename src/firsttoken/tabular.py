"""A causal model with one free law for each context."""

from __future__ import annotations

import math

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from firsttoken import checks
from firsttoken.errors import FirstTokenError, TooManyStrings
from firsttoken.vocabulary import Vocabulary

#: The most logits that a table holds: half a gigabyte.
_MOST = 60_000_000


class Tabular(nn.Module):
    """A total model on `V^n` without a first factor: logits for `x_t` after every context, `t = 2, ..., n`.

    `q(x_t | x_<t) = softmax(logits_t[x_<t])[x_t]`: every law of this form, all positive, and no value at the
    empty context. It stands for what training on next tokens alone can reach with unlimited capacity.

    Args:
        vocabulary: The symbols.
        length: `n`, at least 2.
        generator: The source of the logits, drawn from a standard normal law; zero logits without one.

    Raises:
        FirstTokenError: If the length is below 2.
        TooManyStrings: If there were too many logits.

    Attributes:
        longest: `n - 1`: how many symbols it reads.
        logits: For `t = 2, ..., n` a parameter with `t` axes of length `|V|`, in float64.
    """

    def __init__(self, vocabulary: Vocabulary, length: int, *, generator: torch.Generator | None = None) -> None:
        super().__init__()
        checks.instance(vocabulary, Vocabulary, "a vocabulary", "Give Vocabulary([...]) of the symbols")
        length = checks.whole(length, "length", least=2)
        if length * math.log(len(vocabulary)) > math.log(_MOST):
            raise TooManyStrings(
                f"a table holds at most {_MOST:,} logits; given {len(vocabulary)}^{length}",
                "Use a GRU or a Transformer",
            )
        if generator is not None:
            checks.instance(generator, torch.Generator, "a generator", "Give torch.Generator().manual_seed(0)")
            if generator.device.type != "cpu":
                raise FirstTokenError(
                    f"a generator on the CPU was expected; given {generator.device}", "Make one there"
                )
        self.vocabulary = vocabulary
        self.longest = length - 1
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
        contexts = checks.contexts(contexts, len(self.vocabulary), self.longest, "Tabular")
        rows = [self.logits[t][contexts[:, : t + 1].unbind(dim=1)] for t in range(contexts.shape[1])]
        return torch.stack(rows, dim=1).log_softmax(dim=-1)
