"""A recurrent network: a model whose empty context is its initial state."""

from __future__ import annotations

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from firsttoken import checks
from firsttoken.model import Memory
from firsttoken.vocabulary import Vocabulary


class GRU(nn.Module):
    """A gated recurrent unit with an initial state `h_0`, and so with a first law, without any start symbol.

    `h_t = GRU(e(x_t), h_{t-1})` and `q(x_{t+1} | x_1..x_t) = softmax(W h_t + b)`, for `t = 0` too: the first law
    is `softmax(W h_0 + b)`. With `h_0 = 0` that is `softmax(b)`, the output bias alone, which every later
    position shares.

    Args:
        vocabulary: The symbols.
        width: Features of a symbol and of a state.
        learned_start: Whether `h_0` is a parameter, zero before training, or stays zero.
        seed: Of the initial weights; the global random state is left alone.
        dtype: Of the weights, and so of the laws.

    Attributes:
        start: `h_0`, of shape `(width,)`.
        unembed: The output layer, `W` and `b`.

    Source: the essay, "The empty context and its disguises"; Cho et al. 2014.
    """

    start: Tensor

    def __init__(
        self,
        vocabulary: Vocabulary,
        *,
        width: int = 32,
        learned_start: bool = True,
        seed: int = 0,
        dtype: torch.dtype = torch.float64,
    ) -> None:
        super().__init__()
        checks.instance(vocabulary, Vocabulary, "a vocabulary", "Give Vocabulary([...]) of the symbols")
        width = checks.whole(width, "width", least=1, most=10_000)
        checks.instance(learned_start, bool, "learned_start, True or False", "Give one of them")
        seed = checks.whole(seed, "seed")
        checks.precision(dtype)
        self.vocabulary = vocabulary
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            self.symbols = nn.Embedding(len(vocabulary), width)
            self.cell = nn.GRU(width, width, batch_first=True)
            self.unembed = nn.Linear(width, len(vocabulary))
        if learned_start:
            self.start = nn.Parameter(torch.zeros(width))
        else:
            self.register_buffer("start", torch.zeros(width))
        self.to(dtype)

    def log_first(self) -> Float[Tensor, " vocab"]:
        """Return `log q(x_1) = log softmax(W h_0 + b)`, in nats."""
        return self._laws(self.start)

    def log_laws(self, contexts: Int[Tensor, "batch length"]) -> Float[Tensor, "batch length vocab"]:
        """Return `log q(. | x_1..x_t)` at `[:, t - 1]`, in nats."""
        return self.resume(contexts, None)[0]

    def resume(
        self, symbols: Int[Tensor, "batch length"], memory: Memory | None
    ) -> tuple[Float[Tensor, "batch length vocab"], Memory]:
        """Return the laws after each of these symbols, which follow the remembered ones, and the new memory.

        The memory holds the last state.
        """
        symbols = checks.contexts(symbols, len(self.vocabulary), None, "GRU")
        state = self.start.expand(len(symbols), -1)
        if memory is not None:
            [state] = checks.memory(memory, state.dtype, tuple(state.shape))
        states, last = self.cell(self.symbols(symbols), state[None].contiguous())
        return self._laws(states), (last[0],)

    def _laws(self, states: Float[Tensor, "*places width"]) -> Float[Tensor, "*places vocab"]:
        return torch.log_softmax(self.unembed(states), dim=-1)
