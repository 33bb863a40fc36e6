"""A small causal transformer."""

from __future__ import annotations

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn
from torch.nn.functional import gelu, scaled_dot_product_attention

from firsttoken import checks
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
        self, x: Float[Tensor, "batch length width"], past: Float[Tensor, "batch 2 heads seen features"] | None
    ) -> tuple[Float[Tensor, "batch length width"], Float[Tensor, "batch 2 heads longer features"]]:
        """Return the new features, and the keys and values of the positions so far: those past and these."""
        projected = self.project_in(self.norm_attention(x)).unflatten(-1, (3, self.heads, -1)).permute(0, 2, 3, 1, 4)
        query, pairs = projected[:, 0], projected[:, 1:]
        mask, length = None, x.shape[1]
        if past is not None:
            pairs = torch.cat([past, pairs], dim=3)
            if length > 1:  # a single position sees all
                mask = torch.ones(length, pairs.shape[3], dtype=torch.bool).tril(past.shape[3])
        key, value = pairs.unbind(1)
        mixed = scaled_dot_product_attention(query, key, value, attn_mask=mask, is_causal=past is None)
        x = x + self.project_out(mixed.transpose(1, 2).flatten(2))
        return x + self.contract(gelu(self.expand(self.norm_feed_forward(x)))), pairs


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
        FirstTokenError: If a size is not positive, or if the heads do not divide the width.

    Attributes:
        longest: `length`.
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
        checks.instance(vocabulary, Vocabulary, "a vocabulary", "Give Vocabulary([...]) of the symbols")
        length = checks.whole(length, "length", least=1, most=100_000)
        layers = checks.whole(layers, "layers", least=1, most=100)
        width, heads = checks.whole(width, "width", least=1, most=10_000), checks.whole(heads, "heads", least=1)
        seed = checks.whole(seed, "seed")
        if width % heads:
            raise FirstTokenError(
                f"the heads divide the width; given {heads} heads and the width {width}", "Change one of the two"
            )
        checks.precision(dtype)
        self.vocabulary = vocabulary
        self.longest = length
        self._heads = (heads, width // heads)
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

        The memory holds the keys and values of the symbols so far, of each layer.

        Raises:
            TooLong: If a context is longer than the model reads.
        """
        symbols = checks.contexts(symbols, len(self.vocabulary), None, "Transformer")
        seen = self._seen(memory, len(symbols))
        if seen + symbols.shape[1] > self.longest:
            raise TooLong(*checks.too_long("Transformer", self.longest, seen + symbols.shape[1]))
        x = self.symbols(symbols) + self.positions.weight[seen : seen + symbols.shape[1]]
        longer = []
        for layer, block in enumerate(self.blocks):
            x, pairs = block(x, None if memory is None else memory[layer])
            longer.append(pairs)
        return self.unembed(self.norm(x)).log_softmax(dim=-1), tuple(longer)

    def _seen(self, memory: Memory | None, rows: int) -> int:
        """Return how many positions are remembered."""
        if memory is None:
            return 0
        first = memory[0] if isinstance(memory, tuple) and memory else None
        seen = first.shape[3] if isinstance(first, Tensor) and first.ndim == 5 else 0
        heads, features = self._heads
        shape = (rows, 2, heads, seen, features)
        checks.memory(memory, self.unembed.weight.dtype, *[shape] * len(self.blocks))
        return seen
