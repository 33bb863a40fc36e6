"""What a transformer computes, with its parameters looked up once.

To find a parameter of a torch module takes as long as a product of one row, and a string is written row by row.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from jaxtyping import Float, Int
from torch import Tensor, addmm, layer_norm, mm
from torch.nn.functional import embedding, gelu

from firsttoken.cache import Cache, Reader

#: The scale and the shift of a norm.
Norm = tuple[Tensor, Tensor]


class BlockWeights(NamedTuple):
    """The parameters of a pre-norm block; its matrices are multiplied from the right."""

    heads: int
    norm_attention: Norm
    project_in: Tensor
    in_bias: Tensor
    project_out: Tensor
    out_bias: Tensor
    norm_feed_forward: Norm
    expand: Tensor
    expand_bias: Tensor
    contract: Tensor
    contract_bias: Tensor

    def features(self, x: Float[Tensor, "rows width"], shape: torch.Size, layer: int, reader: Reader) -> Tensor:
        """Return `x + attention(norm(x))`, then `x + feed_forward(norm(x))`.

        Args:
            x: A row for each position of each context.
            shape: How many contexts and positions there are.
            layer: Which layer this is, for the reader.
            reader: The attention to these positions and to those before them.
        """
        size, (batch, length) = x.shape[1:], shape
        projected = addmm(self.in_bias, layer_norm(x, size, *self.norm_attention), self.project_in)
        if length == 1:  # one position has no order, which saves two steps
            mixed = reader.attend(layer, projected.view(batch, 3, self.heads, 1, -1))
        else:
            split = projected.view(batch, length, 3, self.heads, -1).permute(0, 2, 3, 1, 4)
            mixed = reader.attend(layer, split).transpose(1, 2)
        x = x + addmm(self.out_bias, mixed.reshape(x.shape), self.project_out)
        hidden = gelu(addmm(self.expand_bias, layer_norm(x, size, *self.norm_feed_forward), self.expand))
        return x + addmm(self.contract_bias, hidden, self.contract)


class Network(NamedTuple):
    """All parameters of a transformer."""

    symbols: Float[Tensor, "vocab width"]
    positions: Float[Tensor, "longest width"]
    blocks: tuple[BlockWeights, ...]
    norm: Norm
    unembed: Float[Tensor, "width vocab"]

    def log_laws(
        self, symbols: Int[Tensor, "batch length"], seen: int, reader: Reader
    ) -> Float[Tensor, "batch length vocab"]:
        """Return the laws after symbols that follow as many as the reader has seen, in nats."""
        shape = symbols.shape
        x = (embedding(symbols, self.symbols) + self.positions.narrow(0, seen, shape[1])).flatten(0, 1)
        for layer, block in enumerate(self.blocks):
            x = block.features(x, shape, layer, reader)
        logits = mm(layer_norm(x, x.shape[1:], *self.norm), self.unembed)
        return logits.log_softmax(dim=1).view(*shape, -1)


class Read(NamedTuple):
    """What is kept of contexts that a network has read.

    Attributes:
        network: The network, as it was when it read their start.
        cache: Their keys and values.
    """

    network: Network
    cache: Cache

    def rows(self, part: slice) -> Read:
        """Return what is kept of some of them."""
        return Read(self.network, self.cache.rows(part))
