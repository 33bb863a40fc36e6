"""Whatever a public function is given, it returns a right result, or says what was given, expected, and what to do."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import jaxtyping
import numpy as np
import pytest
import torch
from calls import CALLS
from calls.strange import mutations
from calls.unordered import fails
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import firsttoken as ft

#: Names that are no function to call: what is returned or raised, or what a user's own model has to look like.
CONTAINERS = {"Bounds", "Split", "NextToken"}
#: What needs the weights of a real model; tests/firsttoken/test_smollm2.py gives it bad arguments.
REAL = {f"SmolLM2.{name}" for name in ("costs", "sink")}


@pytest.fixture(autouse=True)
def _as_a_user_has_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """Without the types that the other tests check, and in a folder of its own."""
    monkeypatch.setattr(jaxtyping.config, "jaxtyping_disable", True)
    monkeypatch.chdir(tmp_path)


def public() -> Iterator[str]:
    """Yield every public function, constructor and method that the library defines."""
    for name in ft.__all__:
        value = getattr(ft, name)
        if isinstance(value, type) and (issubclass(value, Exception) or name in CONTAINERS):
            continue
        yield name
        for method, member in vars(value).items() if isinstance(value, type) else ():
            if not method.startswith("_") and (inspect.isfunction(member) or isinstance(member, classmethod)):
                yield f"{name}.{method}"


def test_every_public_name_has_a_call():
    assert not set(public()) - set(CALLS) - REAL, "write a valid call of each into calls.py"
    wrong = []
    for name, call in CALLS.items():
        if name in ("Joint.expand", "StringLaw.log_probs", "Implicit.log_prob"):
            continue  # which refuse whatever they are given
        arguments = {key: make() for key, make in call.arguments.items()}
        torch.manual_seed(0)
        got = call.function(**arguments)
        if not call.confirm(got, **{key: make() for key, make in call.arguments.items()}):
            wrong.append(name)
    assert not wrong


def judged(name: str, changed: str, make: Callable[[], Any]) -> str | None:
    """Return what is wrong with the answer to a call with one argument changed, if anything is."""
    call = CALLS[name]
    makers = {**call.arguments, changed: make}
    try:
        arguments = {key: each() for key, each in makers.items()}
        expected = {key: list(each()) if isinstance(each(), Iterator) else each() for key, each in makers.items()}
    except (RuntimeError, TypeError):
        return None  # torch does not make such a tensor
    given = repr(arguments[changed])[:80].replace("\n", " ")
    torch.manual_seed(0)
    try:
        got = call.function(**arguments)
    except ft.FirstTokenError as error:
        complete = len(error.what) > 15 and len(error.remedy) >= 10 and str(error) == f"{error.what}. {error.remedy}."
        return None if complete else f"{name}({changed}={given}): {error}"
    except Exception as error:
        if changed in ("g", "f", "feature") and fails(arguments[changed]):
            return None
        return f"{name}({changed}={given}): {type(error).__name__}: {str(error)[:150]}"
    try:
        confirmed = call.confirm(got, **expected)
    except ft.FirstTokenError:
        return None  # what was made is refused in words when it is used
    except Exception as error:
        why = f"{type(error).__name__}: {str(error)[:150]}"
        return f"{name}({changed}={given}) returned {repr(got)[:80]}, unconfirmed: {why}"
    return None if confirmed else f"{name}({changed}={given}) returned {repr(got)[:120]}"


@pytest.mark.filterwarnings("ignore")  # torch's own, of sparse tensors and of devices
@pytest.mark.parametrize("name", sorted(CALLS))
def test_bad_arguments_are_refused_in_words_or_answered_right(name):
    wrong = [
        judged(name, argument, other) for argument, make in CALLS[name].arguments.items() for other in mutations(make)
    ]
    found = list(filter(None, wrong))
    assert not found, "\n".join([f"{len(found)} wrong", *found[:40]])


TENSORS = [
    (name, argument)
    for name, call in sorted(CALLS.items())
    for argument, make in call.arguments.items()
    if isinstance(make(), torch.Tensor)
]
NUMBERS = st.one_of(
    st.sampled_from([0.0, 0.25, 0.5, 1.0, -1.0, 2.0, 1e-300, 1e300, float("nan"), float("inf")]), st.floats(0, 1)
)


@st.composite
def tensors(draw: st.DrawFn) -> torch.Tensor:
    """Draw tensors of a few numbers, often laws."""
    shape = draw(st.lists(st.integers(0, 3), max_size=3))
    kind = draw(st.sampled_from([torch.float64, torch.float64, torch.float32, torch.int64, torch.int32, torch.bool]))
    count = int(np.prod(shape, dtype=int))
    if kind.is_floating_point:
        value = torch.tensor(draw(st.lists(NUMBERS, min_size=count, max_size=count)), dtype=kind).reshape(shape)
        if draw(st.booleans()) and value.ndim:
            value = value / value.sum(dim=-1, keepdim=True)
        return value
    whole = st.lists(st.integers(-1, 3), min_size=count, max_size=count)
    return torch.tensor(draw(whole), dtype=torch.int64).reshape(shape).to(kind)


@pytest.mark.filterwarnings("ignore")
@settings(derandomize=True, database=None, deadline=None, max_examples=200, suppress_health_check=list(HealthCheck))
@given(where=st.sampled_from(TENSORS), value=tensors())
def test_generated_tensors_are_refused_in_words_or_answered_right(where, value):
    name, argument = where
    assert judged(name, argument, value.clone) is None
