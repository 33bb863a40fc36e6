"""Which ids a model reads before a text: seen in what the tokenizer does, not in what it says of itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from firsttoken.audit.facts import Fact, fact
from firsttoken.errors import FirstTokenError

_SPECIAL = ("bos", "eos", "sep", "cls", "pad", "unk")
_PROBE = "She loves smol kittens"


def encode(tokenizer: Any, text: str, *, special: bool = False) -> list[int]:
    """Return the ids of a text, and with `special` what the tokenizer puts around them.

    Raises:
        FirstTokenError: If the tokenizer does not answer as those of transformers do.
    """
    try:
        ids: list[int] = list(tokenizer(text, add_special_tokens=special, verbose=False)["input_ids"])
    except (TypeError, KeyError, IndexError, AttributeError) as error:
        raise FirstTokenError(
            f"a tokenizer of transformers was expected; given {type(tokenizer).__name__}, which says: {error}",
            "Give one that AutoTokenizer loads; or None, and the texts as ids",
        ) from error
    return ids


def around(tokenizer: Any) -> tuple[list[int], list[int]] | None:
    """Return what the tokenizer puts before a text and after it; None where the ids of the text change as well."""
    bare, whole = encode(tokenizer, _PROBE), encode(tokenizer, _PROBE, special=True)
    for at in range(len(whole) - len(bare) + 1):
        if whole[at : at + len(bare)] == bare:
            return whole[:at], whole[at + len(bare) :]
    return None


def starts(tokenizer: Any) -> dict[str, list[int]]:
    """Return what might stand before a text, by name: nothing, what the tokenizer puts, its special tokens, and more.

    The last two are a line break and the opening of a turn, where there is a chat template.
    """
    found: dict[str, list[int]] = {"nothing": []}
    placed = around(tokenizer)
    for ids in [placed[0] if placed else [], *([each] for each in _declared(tokenizer).values())]:
        if ids and ids not in found.values():
            found["".join(tokenizer.convert_ids_to_tokens(ids))] = ids
    found["a line break"] = encode(tokenizer, "\n")
    rendered = _rendered(tokenizer, 1)
    if rendered is not None and _PROBE in rendered:
        found["a turn"] = encode(tokenizer, rendered.partition(_PROBE)[0])
    return {name: ids for name, ids in found.items() if ids or name == "nothing"}


def reading(tokenizer: Any, declared: Mapping[str, Mapping[str, Any]]) -> Iterator[Fact]:
    """Yield what is read before a text.

    Args:
        tokenizer: The tokenizer.
        declared: By the name of a config, the ids that it declares, such as `{"config": {"bos": 1, "eos": [2]}}`.
    """
    ids, placed = _declared(tokenizer), around(tokenizer)
    bos = ids.get("bos")
    seen = ", ".join(f"{name.upper()} {number} {_spelled(tokenizer, number)}" for name, number in ids.items())
    yield fact("a BOS is declared", bos is not None, seen or "no special token", "missing-factor")
    if placed is None:
        yield fact("encoding puts something in front", None, "the ids of the text change as well", "bos-loss")
    else:
        said = f"before a text {_names(tokenizer, placed[0])}, after it {_names(tokenizer, placed[1])}"
        yield fact("encoding puts something in front", bool(placed[0]), said, "bos-loss")
    if bos is not None:
        yield from _templates(tokenizer, bos)
        same = [name.upper() for name, number in ids.items() if number == bos and name != "bos"]
        seen = f"the same id as {', '.join(same)}" if same else "an id of its own"
        yield fact("BOS is no other special token", not same, seen, "separator")
    others = [
        f"{where} has {name.upper()} {number} {_spelled(tokenizer, number)}"
        for where, each in declared.items()
        for name, given in each.items()
        for number in (given if isinstance(given, Sequence) else [given])
        if number != ids.get(name)
    ]
    if declared:
        yield fact("tokenizer and configs agree", not others, "; ".join(others) or "in every id", "untrained-bos")


def _templates(tokenizer: Any, bos: int) -> Iterator[Fact]:
    one, two = _rendered(tokenizer, 1), _rendered(tokenizer, 2)
    if one is None or two is None:
        return
    ways = {special: _leading(encode(tokenizer, one, special=special), bos) for special in (True, False)}
    seen = f"BOS in front: {ways[True]} with special tokens, {ways[False]} without"
    yield fact("a rendered template gets no second BOS", max(ways.values()) < 2, seen, "bos-loss")
    counts = [encode(tokenizer, text).count(bos) for text in (one, two)]
    seen = f"BOS in a chat of one message: {counts[0]}, of two: {counts[1]}"
    yield fact("BOS starts texts, not turns", counts[1] <= max(counts[0], 1) and counts[0] < 2, seen, "real-start")


def _rendered(tokenizer: Any, messages: int) -> str | None:
    if not getattr(tokenizer, "chat_template", None):
        return None
    chat = [{"role": role, "content": _PROBE} for role in ("user", "assistant")[:messages]]
    try:
        return str(tokenizer.apply_chat_template(chat, tokenize=False))
    except Exception:  # a template is a program of its own, and may refuse a chat for any reason
        return None


def _declared(tokenizer: Any) -> dict[str, int]:
    found = {name: getattr(tokenizer, f"{name}_token_id", None) for name in _SPECIAL}
    return {name: number for name, number in found.items() if number is not None}


def _leading(ids: Sequence[int], bos: int) -> int:
    return next((place for place, number in enumerate(ids) if number != bos), len(ids))


def _spelled(tokenizer: Any, number: int) -> str:
    return repr(tokenizer.convert_ids_to_tokens(number)) if 0 <= number < len(tokenizer) else "(no token)"


def _names(tokenizer: Any, ids: Sequence[int]) -> str:
    return " ".join(_spelled(tokenizer, number) for number in ids) or "nothing"
