"""A small causal transformer."""

from __future__ import annotations

from typing import cast

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn
from torch.nn.functional import gelu, scaled_dot_product_attention

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

    def forward(
        self, x: Float[Tensor, "batch length width"], past: Memory | None
    ) -> tuple[Float[Tensor, "batch length width"], Memory]:
        """Return the new features, and the keys and values of all positions so far, those of `past` included."""
        length = x.shape[1]
        projected = self.project_in(self.norm_attention(x)).unflatten(-1, (3, self.heads, -1))
        query, key, value = projected.permute(2, 0, 3, 1, 4)
        if past is not None:
            key, value = torch.cat([past[0], key], dim=2), torch.cat([past[1], value], dim=2)
        # the last `length` rows of a causal mask over all positions; without a past the kernel has its own
        mask = None if past is None else torch.ones(length, key.shape[2], dtype=torch.bool).tril(key.shape[2] - length)
        attended = scaled_dot_product_attention(query, key, value, attn_mask=mask, is_causal=past is None)
        x = x + self.project_out(attended.transpose(1, 2).flatten(2))
        return x + self.contract(gelu(self.expand(self.norm_feed_forward(x)))), (key, value)


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
        return self.resume(contexts, None)[0]

    def resume(
        self, symbols: Int[Tensor, "batch length"], memory: Memory | None
    ) -> tuple[Float[Tensor, "batch length vocab"], Memory]:
        """Return the laws after each of these symbols, which follow the remembered ones, and the new memory.

        The memory holds the keys and values of every layer, shape `(batch, heads, positions, width / heads)`.

        Raises:
            TooLong: If a context is longer than the model reads.
        """
        seen = 0 if memory is None else memory[0].shape[2]
        longest = self.positions.num_embeddings
        if seen + symbols.shape[1] > longest:
            raise TooLong(f"this transformer reads {longest} symbols; given {seen + symbols.shape[1]}")
        x = self.symbols(symbols) + self.positions(torch.arange(seen, seen + symbols.shape[1]))
        kept: list[Tensor] = []
        for layer, block in enumerate(self.blocks):
            past = None if memory is None else memory[2 * layer : 2 * layer + 2]
            x, new = cast(tuple[Tensor, Memory], block(x, past))
            kept += new
        return self.unembed(self.norm(x)).log_softmax(dim=-1), tuple(kept)
