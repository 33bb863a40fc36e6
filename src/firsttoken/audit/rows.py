"""A row of training, as a trainer collated it: which of its tokens are targets, BOS, EOS and the first among them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from firsttoken import checks
from firsttoken.audit.facts import Fact, fact
from firsttoken.errors import FirstTokenError

#: What stands in the labels in place of a token that is no target.
MASKED = -100
_EXAMPLE = 'Write {"ids": [0, 15, 9, 2], "labels": [-100, 15, 9, 2]}, say'


def read_row(name: str) -> tuple[Any, Any]:
    """Return the ids and labels of a file, not checked yet, which is JSON with `ids`, or `input_ids`, and `labels`.

    Raises:
        FirstTokenError: If there is no such file, or something else in it.
    """
    path = Path(name).expanduser()
    try:
        found = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise FirstTokenError(f"the row {name} cannot be read: {error.strerror}", "Check its path") from error
    except ValueError as error:  # no UTF-8, or no JSON
        raise FirstTokenError(f"the row {name} is no JSON: {error}", _EXAMPLE) from error
    ids, labels = (found.get("ids", found.get("input_ids")), found.get("labels")) if isinstance(found, dict) else (0, 0)
    if not isinstance(ids, list) or not isinstance(labels, list):
        given = f"given {', '.join(map(repr, found)) or 'none'}" if isinstance(found, dict) else "given something else"
        raise FirstTokenError(f"the row {name} is an object of JSON with lists, ids and labels; {given}", _EXAMPLE)
    return ids, labels


def training_row(ids: Sequence[int], labels: Sequence[int], tokenizer: Any, start: Sequence[int] = ()) -> list[Fact]:
    """Return which tokens of a row of training are targets.

    The labels are those that a model of transformers takes: as many as ids, each the id at its own place, or -100 for
    a token that is no target. The loss asks for the token at a place from what stands before it, so the token at the
    first place is none, whatever its label. Labels that are one place ahead, for a loss that does not shift, are told
    from these, and read as what they say.

    Args:
        ids: The row.
        labels: Its labels.
        tokenizer: A tokenizer of transformers, which says what BOS and EOS are.
        start: What stands before a text; BOS if it is empty, and EOS for a tokenizer without one.

    Returns:
        Whether labels stand at their own tokens, whether the token behind each start is a target, whether BOS is one,
        and whether EOS is.

    Raises:
        FirstTokenError: If there are not as many labels as ids, or fewer than two; if an id is none of the tokenizer;
            if a label is neither -100 nor an id at its place or the next.
    """
    row = checks.symbols(ids, len(tokenizer), "the ids of a row", "Give what the model is trained on, as ids")
    given = [checks.whole(each, "a label", least=MASKED) for each in checks.collection(labels, "labels", _EXAMPLE)]
    if len(row) != len(given) or len(row) < 2:
        raise FirstTokenError(
            f"a row has two ids or more, and as many labels; given {len(row)} ids and {len(given)} labels", _EXAMPLE
        )
    ahead = _ahead(row, given)
    targets = [False, *(label != MASKED for label in (given[:-1] if ahead else given[1:]))]
    bos, eos = (getattr(tokenizer, f"{name}_token_id", None) for name in ("bos", "eos"))
    before = list(start) or [each for each in (bos, eos) if each is not None][:1]
    said = "each is the id after it, and a loss of transformers shifts once more" if ahead else "none is one place off"
    seen = f"{said}; {sum(targets)} of {len(row)} tokens are targets"
    return [
        fact("in the row, labels stand at their own tokens", not ahead, seen, "chain-rule"),
        _behind(row, targets, before, tokenizer),
        _special("BOS", bos, row, targets, "bos-loss"),
        _special("EOS", eos, row, targets, "trained-stop"),
    ]


def _ahead(row: Sequence[int], labels: Sequence[int]) -> bool:
    """Return whether each label is the id after its place, and not that at it."""
    at = [place for place, label in enumerate(labels) if label not in (MASKED, row[place])]
    if not at:
        return False
    shifted = [*row[1:], labels[-1]]  # what the last label says, no id can tell
    wrong = next((place for place, label in enumerate(labels) if label not in (MASKED, shifted[place])), None)
    if wrong is None:
        return True
    raise FirstTokenError(
        f"each label is {MASKED}, or the id at its place, which a loss shifts; given {labels[at[0]]} at place {at[0]}, "
        f"where the id is {row[at[0]]}",
        "Give the labels as the model gets them",
    )


def _behind(row: Sequence[int], targets: Sequence[bool], start: Sequence[int], tokenizer: Any) -> Fact:
    """Return whether the tokens behind starts are targets; of starts in a run, that behind the last."""
    claim, size = "in the row, the token behind each start is a target", len(start)
    if not start:
        return fact(claim, None, "no start is declared, and none was named", "no-gradient")
    name = repr(tokenizer.decode(list(start)))
    begins = {place for place in range(len(row) - size + 1) if list(row[place : place + size]) == list(start)}
    places = [place + size for place in begins if place + size not in begins]
    behind = [targets[place] for place in places if place < len(row)]
    if not begins:
        seen = f"the row has no {name}, and no loss asks for the token at its first place"
        return fact(claim, False, seen, "no-gradient")
    if not behind:
        return fact(claim, None, f"the row ends with {name}", "bos-loss")
    return fact(claim, all(behind), f"behind {name}: {_counted(behind)}", "bos-loss")


def _special(name: str, number: int | None, row: Sequence[int], targets: Sequence[bool], rests_on: str) -> Fact:
    """Return whether a special token is a target everywhere but at the first place, where none is."""
    claim = f"in the row, {name} is a target"
    places = [place for place, each in enumerate(row) if each == number]
    if number is None or not places:
        return fact(claim, None, f"no {name} is declared" if number is None else f"the row has no {name}", rests_on)
    later = [targets[place] for place in places if place]
    first = ["at the first place, which no loss asks for"] if places[0] == 0 else []
    seen = ", and ".join([*first, *([_counted(later)] if later else [])])
    return fact(claim, bool(later) and all(later), seen, rests_on)


def _counted(targets: Sequence[bool]) -> str:
    return f"a target at {sum(targets)} of {len(targets)} places"
