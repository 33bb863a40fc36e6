"""A small causal transformer."""

from __future__ import annotations

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn
from torch.nn.functional import embedding, gelu, layer_norm, linear, pad, scaled_dot_product_attention

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
        self,
        x: Float[Tensor, "batch length width"],
        past: Float[Tensor, "contexts 2 heads seen features"] | None,
        remember: bool,
    ) -> tuple[Float[Tensor, "batch length width"], Float[Tensor, "batch 2 heads positions features"] | None]:
        """Return the new features, and to remember the keys and values of all positions so far, `past` included."""
        projected = _linear(self.project_in, _norm(self.norm_attention, x))
        projected = projected.unflatten(-1, (3, self.heads, -1)).permute(0, 2, 3, 1, 4)
        query, new = projected[:, 0], projected[:, 1:]
        if past is None:
            kept = new
            attended = scaled_dot_product_attention(query, new[:, 0], new[:, 1], is_causal=True)
        elif len(past) == len(x):
            kept = torch.cat([past, new], dim=3)
            attended = _attend(query, kept, _mask(past.shape[3], x.shape[1]))
        else:
            kept = torch.cat([past.repeat_interleave(len(x) // len(past), dim=0), new], dim=3) if remember else None
            attended = _branch(query, new, past)
        x = x + _linear(self.project_out, attended.transpose(1, 2).flatten(2))
        expanded = _linear(self.expand, _norm(self.norm_feed_forward, x))
        return x + _linear(self.contract, gelu(expanded)), kept


# Called as functions, because for few rows the call of a module takes longer than the work that it does.


def _linear(layer: nn.Linear, x: Float[Tensor, "*places features"]) -> Float[Tensor, "*places outputs"]:
    return linear(x, layer.weight, layer.bias)


def _norm(layer: nn.LayerNorm, x: Float[Tensor, "*places features"]) -> Float[Tensor, "*places features"]:
    return layer_norm(x, layer.normalized_shape, layer.weight, layer.bias, layer.eps)


def _attend(
    query: Float[Tensor, "batch heads queries features"],
    kept: Float[Tensor, "batch 2 heads keys features"],
    mask: Bool[Tensor, "queries keys"] | None,
) -> Float[Tensor, "batch heads queries features"]:
    return scaled_dot_product_attention(query, kept[:, 0], kept[:, 1], attn_mask=mask)


def _branch(
    query: Float[Tensor, "batch heads length features"],
    new: Float[Tensor, "batch 2 heads length features"],
    past: Float[Tensor, "contexts 2 heads seen features"],
) -> Float[Tensor, "batch heads length features"]:
    """Attend to a past that consecutive rows share: together, to the one past, and each to itself."""
    contexts, length = len(past), query.shape[2]
    rows = len(query) // contexts
    together = torch.cat([past, new.unflatten(0, (contexts, rows)).permute(0, 2, 3, 1, 4, 5).flatten(3, 4)], dim=3)
    queries = query.unflatten(0, (contexts, rows)).transpose(1, 2).flatten(2, 3)
    attended = _attend(queries, together, _mask(past.shape[3], length, rows))
    separate: Tensor = attended.unflatten(2, (rows, length)).transpose(1, 2).flatten(0, 1)
    return separate


def _mask(seen: int, length: int, rows: int = 1) -> Bool[Tensor, "queries keys"] | None:
    """Return which keys the queries see: what was seen before, and of their own row what is not later."""
    if length * rows == 1:
        return None
    own = torch.ones(length, length, dtype=torch.bool).tril()
    return pad(torch.block_diag(*[own] * rows), (seen, 0), value=True)


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

        The memory holds the keys and values of each layer, shape `(batch, 2, heads, positions, width / heads)`.

        Raises:
            TooLong: If a context is longer than the model reads.
        """
        seen = 0 if memory is None else memory[0].shape[3]
        given, longest = seen + symbols.shape[1], self.positions.num_embeddings
        if given > longest:
            raise TooLong(f"this transformer reads {longest} symbols; given {given}")
        x = embedding(symbols, self.symbols.weight) + self.positions.weight[seen:given]
        kept: list[Tensor] = []
        for layer, block in enumerate(self.blocks):
            x, new = block(x, None if memory is None else memory[layer], remember)
            kept.append(new)
        return _linear(self.unembed, _norm(self.norm, x)).log_softmax(dim=-1), tuple(kept) if remember else None
