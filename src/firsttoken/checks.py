"""What the functions of the library take: each check returns what it was given, or says what is wrong with it."""

from __future__ import annotations

import math
import operator
from collections.abc import Sequence
from numbers import Real
from reprlib import repr as short
from typing import Any

import torch
from torch import Tensor

from firsttoken.errors import FirstTokenError, OutOfRange, TooLong, WrongType

#: The most numbers that one answer may hold: eight gigabytes in float64.
MOST_NUMBERS = 10**9
#: No size of a model, no horizon and no count of steps is above this.
LARGEST = 10**9


def shown(value: object) -> str:
    """Return how an error names a value that was given."""
    if isinstance(value, Tensor):
        return f"a tensor of the shape {tuple(value.shape)}, {value.dtype}, on {value.device}"
    if isinstance(value, type):
        return f"the class {value.__name__} itself"
    return f"{short(value)}, of the type {type(value).__name__}"


def instance(value: object, kind: type | tuple[type, ...], what: str, remedy: str) -> None:
    """Refuse what is of another type."""
    if not isinstance(value, kind):
        raise WrongType(f"{what} was expected; given {shown(value)}", remedy)


def whole(value: Any, name: str, *, least: int = 0, most: int = LARGEST) -> int:
    """Return an integer from `least` to `most`."""
    try:
        number = None if isinstance(value, bool) else operator.index(value)
    except Exception:
        number = None
    if number is None:
        raise WrongType(f"{name} is an integer; given {shown(value)}", f"Give an int, {name}={max(least, 1)}, say")
    if not least <= number <= most:
        raise FirstTokenError(
            f"{name} is an integer, {name} >= {least}; given {number}"
            if number < least
            else f"{name} is at most {most:,}; given {number:,}",
            f"Choose {name} from {least} to {most:,}",
        )
    return number


def real(value: Any, name: str, *, least: float = -math.inf, above: float = -math.inf, most: float = math.inf) -> float:
    """Return a number that is not NaN, from `least`, or above a bound, to `most`."""
    if isinstance(value, bool) or not isinstance(value, Real):
        raise WrongType(f"{name} is a number; given {shown(value)}", "Give a float; of a tensor, its .item()")
    number = float(value)
    if not (least <= number <= most) or number <= above > -math.inf:
        lower = f"above {above:g}" if above > -math.inf else f"at least {least:g}" if least > -math.inf else "not NaN"
        upper = f" and at most {most:g}" if most < math.inf else ""
        raise FirstTokenError(f"{name} is a number, {lower}{upper}; given {number:g}", f"Choose {name} in that range")
    return number


def text(value: object, name: str, remedy: str = "Give symbols with white space between them, as one str") -> str:
    """Return a text."""
    if not isinstance(value, str):
        raise WrongType(f"{name} is a text; given {shown(value)}", remedy)
    return value


def collection(value: Any, name: str, example: str) -> list[Any]:
    """Return the members of a collection, which a text is not taken for."""
    if isinstance(value, str | bytes):
        raise WrongType(f"{name} is a collection, and a text would be cut into letters; given {value!r}", example)
    try:
        return list(value)
    except Exception:
        raise WrongType(f"{name} is a collection; given {shown(value)}", example) from None


def shape(value: Any, name: str, event: int = 1) -> torch.Size:
    """Return a shape, of which each member has an event of so many numbers."""
    sizes = collection(value, name, f"Give a tuple of sizes, {name}=(10,), say")
    size = torch.Size([whole(each, f"each size in {name}") for each in sizes])
    if size.numel() * event > MOST_NUMBERS:
        raise FirstTokenError(
            f"an answer has at most {MOST_NUMBERS:,} numbers; given {name}={tuple(size)}, for {event} each",
            "Ask for it in parts",
        )
    return size


def tensor(value: object, name: str, ndim: int | None = None, *, sparse: bool = False) -> Tensor:
    """Return a tensor of floating numbers on the CPU, none of them NaN; a sparse one only where that is said."""
    value = _floating(value, name, sparse)
    if ndim is not None and value.ndim != ndim:
        raise FirstTokenError(
            f"{name} is a tensor with {ndim} axes; given {shown(value)}", "Reshape it, or take a part"
        )
    if value.layout == torch.strided and bool(value.isnan().any()):
        raise FirstTokenError(
            f"{name} holds numbers; given a tensor with NaN", "Look for 0/0 or inf - inf in its making"
        )
    return value


def _floating(value: object, name: str, sparse: bool) -> Tensor:
    if not isinstance(value, Tensor):
        raise WrongType(
            f"{name} is a tensor; given {shown(value)}",
            "Write torch.tensor(..., dtype=torch.float64) around the numbers",
        )
    on_cpu(value, name)
    if not sparse:
        dense(value, name)
    if not value.is_floating_point():
        raise WrongType(f"{name} is a tensor of floating numbers; given {shown(value)}", "Give it as .double()")
    return value


def on_cpu(value: Tensor, name: str) -> None:
    """Refuse a tensor of another device."""
    if value.device.type != "cpu":
        raise FirstTokenError(f"the library computes on the CPU; {name} is {shown(value)}", "Give it as .cpu()")


def dense(value: Tensor, name: str) -> None:
    """Refuse a sparse tensor."""
    if value.layout != torch.strided:
        raise FirstTokenError(f"{name} is a dense tensor; given one that is {value.layout}", "Give it as .to_dense()")


def double(value: object, name: str, ndim: int | None = None, *, sparse: bool = False) -> Tensor:
    """Return probabilities in float64, as they were given: in float32 whether they sum to one is luck of rounding."""
    exact = tensor(value, name, ndim, sparse=sparse)
    if exact.dtype != torch.float64:
        raise FirstTokenError(
            f"{name} is in float64, so that sums can be checked; given {shown(value)}",
            "Give it as .double(), and divide by its sums once more, for rounding in float32 moved them",
        )
    return exact


def indices(value: object, symbols: int, name: str, ndim: int | None = None) -> Tensor:
    """Return a tensor of indices of symbols."""
    if not isinstance(value, Tensor):
        raise WrongType(f"{name} is a tensor of indices; given {shown(value)}", "Write torch.tensor(...) around them")
    on_cpu(value, name)
    dense(value, name)
    if value.is_floating_point() or value.is_complex() or value.dtype == torch.bool:
        raise WrongType(f"{name} holds indices, which are integers; given {shown(value)}", "Give it as .long()")
    if ndim is not None and value.ndim != ndim:
        raise FirstTokenError(f"{name} has {ndim} axes; given {shown(value)}", "Reshape it: one row a string")
    if value.numel() and (int(value.min()) < 0 or int(value.max()) >= symbols):
        wrong = value[(value < 0) | (value >= symbols)]
        raise OutOfRange(
            f"{name} holds indices from 0 to {symbols - 1}, of the {symbols} symbols; given {int(wrong[0])}",
            "Make them with vocabulary.encode",
        )
    return value.long()


def symbols(value: Any, size: int, name: str, remedy: str) -> list[int]:
    """Return a sequence of indices of symbols as a list."""
    if isinstance(value, Tensor):
        listed: list[int] = indices(value, size, name, ndim=1).tolist()
        return listed
    each = collection(value, name, remedy)
    for index in each:
        if not 0 <= whole(index, f"each index in {name}", least=-LARGEST) < size:
            raise OutOfRange(f"{name} holds indices from 0 to {size - 1}; given {index}", remedy)
    return [int(index) for index in each]


def contexts(value: object, symbols: int, longest: int | None, model: str) -> Tensor:
    """Return contexts that a model can read: a tensor of indices, one row a context."""
    rows = indices(value, symbols, "a tensor of contexts", ndim=2)
    if not rows.shape[1]:
        raise FirstTokenError(
            f"a context has at least one symbol here; given {shown(value)}", "At the empty context ask log_first()"
        )
    if longest is not None and rows.shape[1] > longest:
        raise TooLong(*too_long(model, longest, rows.shape[1]))
    return rows


def too_long(model: str, longest: int, given: int) -> tuple[str, str]:
    """Return what an error says of a context that is too long, and the remedy."""
    return (
        f"the model {model} reads at most {longest} symbols; given {given}: it has no law for symbol {given + 1}",
        "Shorten the prompt or the horizon, or make a longer model",
    )


def memory(value: object, dtype: torch.dtype, *shapes: tuple[int, ...]) -> tuple[Tensor, ...]:
    """Return what a model remembers: finite tensors of these shapes.

    It grows with each symbol and is looked at for each, so that one pass has to do: a sum is finite only where all is.
    """
    remedy = "Give what an earlier call for these contexts returned, or None at their start"
    if not isinstance(value, tuple) or len(value) != len(shapes):
        raise WrongType(f"a memory is a tuple, here of {len(shapes)} tensors; given {shown(value)}", remedy)
    for each, wanted in zip(value, shapes, strict=True):
        floating = _floating(each, "a memory", sparse=False).detach()
        finite = math.isfinite(floating.sum()) or bool(floating.isfinite().all())  # a sum of finite ones may overflow
        if floating.dtype != dtype or each.shape != wanted or not finite:
            raise FirstTokenError(f"a memory is finite, in {dtype}, of the shape {wanted}; given {shown(each)}", remedy)
    return value


def precision(value: object) -> torch.dtype:
    """Return the type of a model's numbers."""
    if isinstance(value, torch.dtype) and value in (torch.float64, torch.float32):
        return value
    raise WrongType(f"a model's numbers are in float64 or float32; given {shown(value)}", "Give dtype=torch.float64")


def broadcast(first: Sequence[int], second: Sequence[int], what: str) -> torch.Size:
    """Return the shape that two have together."""
    try:
        return torch.Size(torch.broadcast_shapes(tuple(first), tuple(second)))
    except RuntimeError:
        raise FirstTokenError(
            f"{what} have shapes that broadcast; given {tuple(first)} and {tuple(second)}",
            "Expand or index one of them, so that sizes agree or are 1",
        ) from None
