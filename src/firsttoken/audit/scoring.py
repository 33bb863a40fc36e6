"""What is scored: how many terms a loss has, and at which place a law is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import torch

from firsttoken.audit.asking import Asked
from firsttoken.audit.facts import Fact, fact
from firsttoken.audit.judging import Answer, Mean
from firsttoken.pretrained import moved


def scoring(model: Any, asked: Asked, row: Sequence[int], shifted: Mean, exist: int) -> Iterator[Fact]:
    """Yield what is scored.

    Args:
        model: The model; of one of transformers, its own loss is asked for.
        asked: The same model.
        row: A text.
        shifted: How many nats more a token costs by the law that comes one place too late.
        exist: How many tokens exist.
    """
    [(_, laws)] = asked.laws([row])
    if laws.shape[1] != exist:
        seen = f"{laws.shape[1]} outputs for {exist} tokens; the uniform law is the one over the tokens"
        yield fact("every output is a token", False, seen, "missing-factor")
    right = {Answer.YES: True, Answer.NO: False, Answer.UNKNOWN: None}[shifted.above()]
    seen = f"a token costs {shifted} nats more by the law after it than by the law before it"
    yield fact("the law at a place is that of the next token", right, seen, "chain-rule")
    terms = _terms(model, row, laws)
    if terms is not None:
        seen = f"of {len(row)} tokens, the model's own loss is the mean of {terms:.2f}"
        yield fact("the first token that is read is not scored", abs(terms - len(row) + 1) < 0.1, seen, "no-gradient")


def configs(model: Any) -> Mapping[str, Mapping[str, Any]]:
    """Return the ids that the configs of a model declare, by config and name."""
    found = {"config": getattr(model, "config", None), "generation config": getattr(model, "generation_config", None)}
    if hasattr(model, "config") and hasattr(model.config, "get_text_config"):
        found["config"] = model.config.get_text_config()
    names = ("bos", "eos", "pad")
    declared = {
        where: {name: getattr(each, f"{name}_token_id", None) for name in names} for where, each in found.items()
    }
    return {
        where: {name: number for name, number in each.items() if number is not None}
        for where, each in declared.items()
        if found[where] is not None
    }


def _terms(model: Any, row: Sequence[int], laws: torch.Tensor) -> float | None:
    """Return the sum of a text's costs divided by the loss that the model gives it; None where it gives none."""
    if not hasattr(model, "config") or not isinstance(model, torch.nn.Module):
        return None
    ids = moved(torch.tensor([row]), model)
    with torch.no_grad():
        loss = model(input_ids=ids, labels=ids).loss
    costs = -laws[:-1].gather(1, torch.tensor(row)[1:, None])
    return None if loss is None else (costs.double().sum() / loss.double()).item()
