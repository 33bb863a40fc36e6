"""Any pretrained model of transformers, as a model of this library."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import torch
from jaxtyping import Float, Int
from torch import Tensor

from firsttoken import checks
from firsttoken.errors import FirstTokenError, WrongType
from firsttoken.vocabulary import Vocabulary


class Tokens(Vocabulary):
    """The tokens of a tokenizer, which cuts texts itself: a text is no sequence of symbols with white space between.

    So a token may be white space, or hold it. An output of the model that is no token of the tokenizer is spelled by
    its index, `<|output 9|>`, and so is one that is spelled as another is.

    Args:
        tokenizer: A tokenizer of transformers.
        outputs: How many outputs the model has.
    """

    def __init__(self, tokenizer: Any, outputs: int) -> None:
        self._tokenizer = tokenizer
        exist = min(len(tokenizer), outputs)
        spelled = [str(each or "") for each in tokenizer.convert_ids_to_tokens(list(range(exist)))]
        self._index = {}
        for number in range(outputs):
            symbol = spelled[number] if number < exist else ""
            self._index[symbol if symbol and symbol not in self._index else f"<|output {number}|>"] = number
        self.symbols = tuple(self._index)

    def encode(self, text: str) -> list[int]:
        """Return the tokens of a text, and nothing before or after them."""
        text = checks.text(text, "the text to encode", "Give the text as one str")
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise FirstTokenError(
                f"a text is made of characters; given half of one, {text[error.start]!r}, at place {error.start}",
                'Read the text with errors="replace"',
            ) from None
        tokens: list[int] = self._tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"]
        return tokens

    def decode(self, indices: Iterable[int] | Tensor) -> str:
        """Return the text that has these tokens."""
        return str(self._tokenizer.decode(checks.symbols(indices, len(self), "tokens", "Give what encode returned")))


class Pretrained:
    """A causal language model of transformers behind the protocol `NextToken`, with its tokenizer.

    A text is cut into tokens by the tokenizer, so that `Causal(Pretrained(model, tokenizer)).given("Once upon", ...)`
    asks what the model writes after that text. Nothing is put before it unasked: the model has a law after every
    non-empty context, and none at the empty one. `Causal(..., before="<s>")` names a start symbol by its token.
    It is read on the device on which it is; laws are returned on the processor, in float32 at least.

    Args:
        model: A model of transformers with a head for the next token, such as `AutoModelForCausalLM` loads.
        tokenizer: Its tokenizer, such as `AutoTokenizer` loads.

    Raises:
        FirstTokenError: If the model is of another kind, or the tokenizer has more tokens than it has outputs.
    """

    def __init__(self, model: Any, tokenizer: Any) -> None:
        if isinstance(model, type) or not hasattr(model, "get_output_embeddings"):
            raise WrongType(f"a model of transformers was expected; given {checks.shown(model)}", _LOAD)
        if model.config.is_encoder_decoder or model.get_output_embeddings() is None:
            raise FirstTokenError(
                f"a model with a head for the next token was expected; given {type(model).__name__}, which reads a "
                "source text too or has no such head",
                _LOAD,
            )
        if isinstance(tokenizer, type) or not hasattr(tokenizer, "convert_ids_to_tokens"):
            raise WrongType(
                f"a tokenizer of transformers was expected; given {checks.shown(tokenizer)}",
                "Load it with AutoTokenizer.from_pretrained",
            )
        self._given = model, tokenizer
        if len(tokenizer) > (outputs := self._outputs()):
            raise FirstTokenError(
                f"the tokenizer has {len(tokenizer)} tokens and the model {outputs} outputs: they are of two models",
                "Load both from one place",
            )

    @cached_property
    def vocabulary(self) -> Tokens:
        """The tokens as the tokenizer spells them, such as `Ġthe` or `▁the` for a space and `the`."""
        return Tokens(self._tokenizer, self._outputs())

    @property
    def longest(self) -> int | None:
        """How many tokens the model reads, where its config says so."""
        found = getattr(self._network.config.get_text_config(), "max_position_embeddings", None)
        return found if isinstance(found, int) else None

    def encode(self, text: str) -> list[int]:
        """Return the tokens of a text, and nothing before or after them."""
        return self.vocabulary.encode(text)

    def decode(self, tokens: Sequence[int]) -> str:
        """Return the text that has these tokens."""
        return self.vocabulary.decode(tokens)

    def log_first(self) -> None:
        """Return None: the model has no value at the empty context."""

    def log_laws(self, contexts: Int[Tensor, "batch length"]) -> Float[Tensor, "batch length vocab"]:
        """Return `log q(. | x_1..x_t)` at `[:, t - 1]`, in nats."""
        return self._logits(self._checked(contexts)).log_softmax(dim=-1)

    def costs(self, contexts: Int[Tensor, "batch length"]) -> Float[Tensor, "batch length-1"]:
        """Return `-log q(x_t | x_<t)` for `t = 2, ..., length`, in nats: the first token is read, and has none."""
        return self._costs(self._checked(contexts, least=2))

    def _costs(self, rows: Tensor) -> Tensor:
        logits = self._logits(rows[:, :-1]).flatten(0, 1)
        costs = torch.nn.functional.cross_entropy(logits, rows[:, 1:].flatten(), reduction="none")
        return costs.view(len(rows), -1)

    def _checked(self, contexts: object, least: int = 1) -> Tensor:
        """Return contexts that the model can read, each with so many tokens at least."""
        rows = checks.contexts(contexts, len(self.vocabulary), self.longest, type(self).__name__)
        if not len(rows) or rows.shape[1] < least:
            raise FirstTokenError(
                f"a context has {least} tokens or more here, and there is one or more; given {checks.shown(contexts)}",
                "Give a tensor of indices with a row for each context, torch.tensor([model.encode(text)]), say",
            )
        return rows

    @cached_property
    def _network(self) -> Any:
        return self._given[0]

    @cached_property
    def _tokenizer(self) -> Any:
        return self._given[1]

    def _logits(self, contexts: Tensor) -> Tensor:
        with torch.no_grad():
            logits: Tensor = self._network(input_ids=moved(contexts, self._network), use_cache=False).logits
        return logits.cpu() if logits.dtype == torch.float64 else logits.cpu().float()

    def _outputs(self) -> int:
        return int(self._network.get_output_embeddings().weight.shape[0])


_LOAD = "Load it with AutoModelForCausalLM.from_pretrained"


def moved(ids: Tensor, network: Any) -> Tensor:
    """Return ids where a model of transformers reads them.

    One whose first part accelerate has put on disk has no device, and takes them from the processor by itself.
    """
    return ids if network.device.type == "meta" else ids.to(network.device)
