"""A small causal transformer."""

from __future__ import annotations

from typing import cast

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from firsttoken.cache import Reader, Whole
from firsttoken.errors import FirstTokenError, TooLong
from firsttoken.model import Memory
from firsttoken.network import BlockWeights, Network, Read
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

    def weights(self) -> BlockWeights:
        """Return the parameters."""
        return BlockWeights(
            self.heads,
            (self.norm_attention.weight, self.norm_attention.bias),
            self.project_in.weight.t(),
            self.project_in.bias,
            self.project_out.weight.t(),
            self.project_out.bias,
            (self.norm_feed_forward.weight, self.norm_feed_forward.bias),
            self.expand.weight.t(),
            self.expand.bias,
            self.contract.weight.t(),
            self.contract.bias,
        )


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

        The memory holds the keys and values of the symbols so far.

        Raises:
            TooLong: If a context is longer than the model reads.
        """
        assert memory is None or isinstance(memory, Read)
        batch, more = symbols.shape
        reader: Reader
        if memory is None:
            seen, network, reader = 0, self._network(), Whole()
        else:
            seen, network, reader = memory.cache.length, memory.network, memory.cache.reader(batch, more)
        longest = network.positions.shape[0]
        if seen + more > longest:
            raise TooLong(f"this transformer reads {longest} symbols; given {seen + more}")
        laws = network.log_laws(symbols, seen, reader)
        return laws, Read(network, reader.cache()) if remember else None

    def _network(self) -> Network:
        return Network(
            self.symbols.weight,
            self.positions.weight,
            tuple(cast(Block, block).weights() for block in self.blocks),
            (self.norm.weight, self.norm.bias),
            self.unembed.weight.t(),
        )
