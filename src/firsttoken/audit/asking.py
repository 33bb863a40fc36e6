"""A model, asked for the next token: ids in, log-probabilities out, a batch at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import torch
from torch import Tensor

from firsttoken import checks
from firsttoken.errors import FirstTokenError
from firsttoken.model import NextToken
from firsttoken.pretrained import moved

#: Positions that are read at a time: a law over the whole vocabulary comes out for each.
TOGETHER = 512


class Asked:
    """A model behind the one question of an audit: the laws of the next token after some ids.

    Args:
        model: A model of transformers, a `NextToken` of this library, or any callable that takes ids of the shape
            `(batch, length)` and returns logits or log-probabilities of the shape `(batch, length, vocab)`.

    Attributes:
        longest: How many ids the model reads, where it says so.

    Raises:
        FirstTokenError: If it is none of the three, or one of transformers that reads a source text too.
    """

    def __init__(self, model: object) -> None:
        self.longest: int | None = getattr(model, "longest", None)
        self._first: Callable[[], Tensor | None] = lambda: None
        self._answer: Callable[[Tensor], Tensor]
        if isinstance(model, NextToken):
            self._answer, self._first = model.log_laws, model.log_first
        elif hasattr(model, "config") and isinstance(model, torch.nn.Module):
            self._answer, self.longest = _pretrained(model), _longest(model.config)
        elif callable(model):
            self._answer = model
        else:
            raise FirstTokenError(
                f"a model answers ids with logits; given {checks.shown(model)}",
                "Give a model of transformers, a model of this library, or a function from ids to logits",
            )

    def first(self) -> Tensor | None:
        """Return `log q(x_1)` at the empty context, or None where the model has no law there."""
        with torch.no_grad():
            law = self._first()
        return None if law is None else law.detach().double().cpu()

    def laws(self, rows: Sequence[Sequence[int]]) -> Iterator[tuple[int, Tensor]]:
        """Yield the number of each row with its laws `log q(. | x_1..x_t)`, of the shape `(length, vocab)`, in nats.

        Rows of one length are read together, and nothing is padded, so no mask can go wrong.

        Raises:
            FirstTokenError: If the answer has another shape, is no number, or has fewer symbols than the rows.
        """
        alike: dict[int, list[int]] = defaultdict(list)
        for number, row in enumerate(rows):
            alike[len(row)].append(number)
        for length, numbers in sorted(alike.items()):
            size = max(TOGETHER // length, 1)
            for some in (numbers[at : at + size] for at in range(0, len(numbers), size)):
                ids = torch.tensor([list(rows[number]) for number in some])
                yield from zip(some, self._checked(ids), strict=True)

    def law(self, start: Sequence[int]) -> Tensor | None:
        """Return the law of the first token behind a start, or None where there is none."""
        if not start:
            return self.first()
        [(_, laws)] = self.laws([start])
        return laws[-1].double()

    def _checked(self, ids: Tensor) -> Tensor:
        try:
            with torch.no_grad():
                answer = self._answer(ids)
        except torch.OutOfMemoryError as error:
            raise FirstTokenError(
                f"out of memory with {ids.numel()} ids at a time", "Put the model on a larger device, or quantise it"
            ) from error
        except IndexError as error:  # of an embedding; the models of this library say it better
            if isinstance(error, FirstTokenError):
                raise
            raise FirstTokenError(
                f"the model knows no id {int(ids.max())}, which the texts or a start have",
                "Use the tokenizer that the model was trained with",
            ) from error
        if not isinstance(answer, Tensor) or answer.ndim != 3 or answer.shape[:2] != ids.shape:
            raise FirstTokenError(
                f"ids of the shape {tuple(ids.shape)} are answered with a law for each; given {checks.shown(answer)}",
                "Return logits of the shape (batch, length, vocab)",
            )
        if int(ids.max()) >= answer.shape[2]:
            raise FirstTokenError(
                f"the model has {answer.shape[2]} symbols, and a text has the id {int(ids.max())}",
                "Use the tokenizer that the model was trained with",
            )
        laws = answer.detach().float().log_softmax(dim=-1).cpu()
        if bool(laws.isnan().any()):
            raise FirstTokenError("the model answers with numbers that are none (NaN)", "Try it in float32")
        return laws


def _pretrained(model: Any) -> Callable[[Tensor], Tensor]:
    if getattr(model.config, "is_encoder_decoder", False):
        raise FirstTokenError(
            f"{type(model).__name__} reads a source text too, and its config says what starts the target",
            "Audit a decoder, such as those that AutoModelForCausalLM loads",
        )

    def answer(ids: Tensor) -> Tensor:
        found = model(input_ids=moved(ids, model), use_cache=False)
        if not hasattr(found, "logits"):
            raise FirstTokenError(
                f"{type(model).__name__} returns no logits", "Load it with a head, by AutoModelForCausalLM, say"
            )
        logits: Tensor = found.logits
        return logits

    return answer


def _longest(config: Any) -> int | None:
    text = config.get_text_config()  # that of a model which reads pictures too is nested
    longest = getattr(text, "max_position_embeddings", None)
    return longest if isinstance(longest, int) else None
