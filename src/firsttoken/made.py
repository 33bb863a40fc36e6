"""A masked autoregressive network: all conditionals of a fixed length in one pass."""

from __future__ import annotations

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn
from torch.nn.functional import linear, one_hot, relu

from firsttoken import checks
from firsttoken.vocabulary import Vocabulary


class MADE(nn.Module):
    """A masked autoencoder for distribution estimation over strings of `n` symbols, with one hidden layer.

    A hidden unit of degree `m` reads the symbols `x_1, ..., x_m` alone; the logits of `x_t` read the units of
    degrees below `t` alone. No unit has degree 0, so the logits of `x_1` read nothing: the first law is
    `softmax(b_1)`, a bias of its own, and every factor is trained without any start symbol.

    Args:
        vocabulary: The symbols.
        length: `n`, at least 1.
        width: Hidden units; their degrees go round through `1, ..., n - 1`.
        seed: Of the initial weights; the global random state is left alone.
        dtype: Of the weights, and so of the laws.

    Source: the essay, "The empty context and its disguises"; Germain et al. 2015.
    """

    _read: Tensor
    _write: Tensor

    def __init__(
        self,
        vocabulary: Vocabulary,
        length: int,
        *,
        width: int = 64,
        seed: int = 0,
        dtype: torch.dtype = torch.float64,
    ) -> None:
        super().__init__()
        checks.instance(vocabulary, Vocabulary, "a vocabulary", "Give Vocabulary([...]) of the symbols")
        length = checks.whole(length, "length", least=1, most=10_000)
        width = checks.whole(width, "width", least=1, most=100_000)
        seed = checks.whole(seed, "seed")
        checks.precision(dtype)
        self.vocabulary = vocabulary
        self.length = length
        self.longest = length - 1
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            self.hidden = nn.Linear(length * len(vocabulary), width)
            self.output = nn.Linear(width, length * len(vocabulary))
        degree = torch.arange(width) % max(length - 1, 1) + 1
        position = torch.arange(1, length + 1).repeat_interleave(len(vocabulary))
        self.register_buffer("_read", position <= degree[:, None], persistent=False)
        self.register_buffer("_write", degree < position[:, None], persistent=False)
        self.to(dtype)

    def log_first(self) -> Float[Tensor, " vocab"]:
        """Return `log q(x_1) = log softmax(b_1)`, in nats."""
        return self.output.bias[: len(self.vocabulary)].log_softmax(dim=-1)

    def log_laws(self, contexts: Int[Tensor, "batch length"]) -> Float[Tensor, "batch length vocab"]:
        """Return `log q(. | x_1..x_t)` at `[:, t - 1]`, in nats.

        Raises:
            TooLong: If a context has `n` symbols or more.
        """
        contexts = checks.contexts(contexts, len(self.vocabulary), self.longest, "MADE")
        batch, given = contexts.shape
        vocab = len(self.vocabulary)
        # what stands at the symbols to come has no way to the logits that are returned
        symbols = one_hot(contexts, vocab).to(self.hidden.weight.dtype).flatten(1)
        symbols = nn.functional.pad(symbols, (0, (self.length - given) * vocab))
        units = relu(linear(symbols, self.hidden.weight * self._read, self.hidden.bias))
        logits = linear(units, self.output.weight * self._write, self.output.bias)
        return logits.reshape(batch, self.length, vocab)[:, 1 : given + 1].log_softmax(dim=-1)
