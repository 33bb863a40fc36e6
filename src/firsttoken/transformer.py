"""A small causal transformer."""

from __future__ import annotations

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn
from torch.nn.functional import embedding, gelu, layer_norm, linear

from firsttoken.cache import Cache, Reader, Whole
from firsttoken.errors import FirstTokenError, TooLong
from firsttoken.model import Memory
from firsttoken.vocabulary import Vocabulary


class Block(nn.Module):
    """A pre-norm transformer block: `x + attention(norm(x))`, then `x + feed_forward(norm(x))`.

    Args:
        width: Features of a position.
        heads: Attention heads; they divide the width.
    """

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm_attention = nn.LayerNorm(width)
        self.project_in = nn.Linear(width, 3 * width)
        self.project_out = nn.Linear(width, width)
        self.norm_feed_forward = nn.LayerNorm(width)
        self.expand = nn.Linear(width, 4 * width)
        self.contract = nn.Linear(4 * width, width)

    def forward(self, x: Float[Tensor, "batch length width"], layer: int, reader: Reader) -> Tensor:
        """Return the new features, of positions whose attention is the reader's."""
        batch, length, width = x.shape
        projected = _linear(self.project_in, _norm(self.norm_attention, x))
        query, pairs = projected.split((width, 2 * width), dim=2)
        query = query.view(batch, length, self.heads, -1).transpose(1, 2)
        pairs = pairs.view(batch, length, 2, self.heads, -1).permute(0, 2, 3, 1, 4)
        attended = reader.attend(layer, query, pairs)
        x = x + _linear(self.project_out, attended.transpose(1, 2).flatten(2))
        return x + _linear(self.contract, gelu(_linear(self.expand, _norm(self.norm_feed_forward, x))))


# Called as functions, because for few rows the call of a module takes as long as the work that it does.


def _linear(layer: nn.Linear, x: Float[Tensor, "*places features"]) -> Float[Tensor, "*places outputs"]:
    return linear(x, layer.weight, layer.bias)


def _norm(layer: nn.LayerNorm, x: Float[Tensor, "*places features"]) -> Float[Tensor, "*places features"]:
    return layer_norm(x, layer.normalized_shape, layer.weight, layer.bias, layer.eps)


class Transformer(nn.Module):
    """A decoder-only transformer, pre-norm, with learned positions and untied weights.

    It has a law after every non-empty context, all of them positive, and no value at the empty context: with a
    start symbol in its vocabulary it can be given one, by `Causal(model, before=...)` and training.

    Args:
        vocabulary: The symbols.
        length: The longest context that it reads.
        width: Features of a position.
        heads: Attention heads; they divide the width.
        layers: Blocks.
        seed: Of the initial weights; the global random state is left alone.
        dtype: Of the weights, and so of the laws.

    Raises:
        FirstTokenError: If the heads do not divide the width.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        length: int,
        *,
        width: int = 32,
        heads: int = 2,
        layers: int = 2,
        seed: int = 0,
        dtype: torch.dtype = torch.float64,
    ) -> None:
        super().__init__()
        if width % heads:
            raise FirstTokenError(f"the heads divide the width; given {heads} heads and the width {width}")
        self.vocabulary = vocabulary
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            self.symbols = nn.Embedding(len(vocabulary), width)
            self.positions = nn.Embedding(length, width)
            self.blocks = nn.ModuleList(Block(width, heads) for _ in range(layers))
            self.norm = nn.LayerNorm(width)
            self.unembed = nn.Linear(width, len(vocabulary), bias=False)
        self.to(dtype)

    def log_first(self) -> None:
        """Return None: the model has no value at the empty context."""

    def log_laws(self, contexts: Int[Tensor, "batch length"]) -> Float[Tensor, "batch length vocab"]:
        """Return `log q(. | x_1..x_t)` at `[:, t - 1]`, in nats.

        Raises:
            TooLong: If a context is longer than the model reads.
        """
        return self.resume(contexts, None, remember=False)[0]

    def resume(
        self, symbols: Int[Tensor, "batch length"], memory: Memory | None, *, remember: bool = True
    ) -> tuple[Float[Tensor, "batch length vocab"], Memory | None]:
        """Return the laws after each of these symbols, which follow the remembered ones, and the new memory.

        The memory is a `Cache`.

        Raises:
            TooLong: If a context is longer than the model reads.
        """
        assert memory is None or isinstance(memory, Cache)
        seen, (batch, more) = 0 if memory is None else memory.length, symbols.shape
        longest = self.positions.num_embeddings
        if seen + more > longest:
            raise TooLong(f"this transformer reads {longest} symbols; given {seen + more}")
        reader = Whole() if memory is None else memory.reader(batch, more)
        x = embedding(symbols, self.symbols.weight) + self.positions.weight.narrow(0, seen, more)
        for layer, block in enumerate(self.blocks):
            x = block(x, layer, reader)
        laws = _linear(self.unembed, _norm(self.norm, x)).log_softmax(dim=-1)
        return laws, reader.cache() if remember else None
