"""Symbols and their indices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import overload

from torch import Tensor

from firsttoken import checks
from firsttoken.errors import FirstTokenError, OutOfRange, UnknownSymbol, WrongType


class Vocabulary(Sequence[str]):
    """A finite set of symbols `V` in a fixed order.

    A text is symbols with white space between them. A start or stop symbol is in the vocabulary only if the
    model has an index for it; nothing here adds one.

    Args:
        symbols: The symbols, distinct, not empty, without white space; of a text, its letters.

    Raises:
        FirstTokenError: If there is no symbol, a symbol stands twice, or one is empty or holds white space.
    """

    def __init__(self, symbols: Iterable[str]) -> None:
        remedy = "Give the symbols as a list of str, Vocabulary(['a', 'b'])"
        self.symbols: tuple[str, ...] = tuple(
            symbols if isinstance(symbols, str) else checks.collection(symbols, "a vocabulary", remedy)
        )
        for symbol in self.symbols:
            checks.text(symbol, "a symbol", remedy)
            if symbol.split() != [symbol]:
                raise FirstTokenError(
                    f"a symbol may not be empty or hold white space; given: {symbol!r}",
                    "White space parts the symbols of a text: write '_' for it, say",
                )
        self._index = {symbol: index for index, symbol in enumerate(self.symbols)}
        if not self.symbols:
            raise FirstTokenError("a vocabulary needs at least one symbol; none was given", remedy)
        if len(self._index) < len(self.symbols):
            twice = next(symbol for symbol in self.symbols if self.symbols.count(symbol) > 1)
            raise FirstTokenError(
                f"the symbols of a vocabulary are distinct; given twice: {twice!r}", "Leave out the second"
            )

    def __len__(self) -> int:
        return len(self.symbols)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        try:
            return self.symbols[index]
        except (IndexError, TypeError):
            kind = WrongType if not hasattr(index, "__index__") else OutOfRange
            raise kind(
                f"the {len(self)} symbols are counted from 0 to {len(self) - 1}; given {checks.shown(index)}",
                "Ask for one of these, or use index_of to get the index of a symbol",
            ) from None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Vocabulary) and self.symbols == other.symbols

    def __hash__(self) -> int:
        return hash(self.symbols)

    def __repr__(self) -> str:
        return f"Vocabulary({' '.join(self.symbols[:8])}{' …' if len(self) > 8 else ''})"

    def index_of(self, symbol: str) -> int:
        """Return the index of a symbol.

        Raises:
            UnknownSymbol: If the vocabulary does not have it; the message names the closest symbols it has.
        """
        checks.text(symbol, "a symbol", "Give the symbol itself, a str")
        if symbol not in self._index:
            close = get_close_matches(symbol, self.symbols, n=3, cutoff=0.5)
            hint = f"close to it: {', '.join(close)}" if close else f"its symbols: {self!r}"
            raise UnknownSymbol(
                f"{symbol!r} is not one of the {len(self)} symbols of the vocabulary; {hint}",
                "Use a symbol that it has, or make a vocabulary that has this one",
            )
        return self._index[symbol]

    def encode(self, text: str) -> list[int]:
        """Return the indices of the symbols of a text; the empty text has none.

        Raises:
            UnknownSymbol: For the first symbol that the vocabulary does not have.
        """
        return [self.index_of(symbol) for symbol in checks.text(text, "what is encoded").split()]

    def decode(self, indices: Iterable[int] | Tensor) -> str:
        """Return the text whose symbols have these indices (integers, or a tensor of one dimension).

        Raises:
            OutOfRange: If an index belongs to no symbol.
        """
        if isinstance(indices, Tensor):
            indices = checks.indices(indices, len(self), "what is decoded", ndim=1).tolist()
        each = checks.collection(indices, "what is decoded", "Give a list of indices, vocabulary.decode([0, 1])")
        return " ".join(self.symbols[self._checked(index)] for index in each)

    def _checked(self, index: object) -> int:
        number = checks.whole(index, "an index", least=-(10**9))
        if not 0 <= number < len(self):
            raise OutOfRange(
                f"the indices of the {len(self)} symbols go from 0 to {len(self) - 1}; given {number}",
                "Make them with encode",
            )
        return number
