from __future__ import annotations

import itertools

import pytest
import sympy
import torch

from firsttoken import (
    FirstTokenError,
    Joint,
    NotPositive,
    TooManyStrings,
    Vocabulary,
    conditional,
    free_dimensions,
    kitten,
)


def positive(size, length, seed=0):
    random = torch.Generator().manual_seed(seed)
    table = torch.rand([size] * length, generator=random, dtype=torch.float64) + 0.1
    return Joint(Vocabulary("abcdef"[:size]), table / table.sum())


@pytest.mark.parametrize(("target", "given"), [((2,), (1,)), ((1,), (2, 3)), ((3, 1), ()), ((1, 3), (2,))])
def test_conditionals_are_ratios_of_sums(target, given):
    p = positive(3, 3).probs
    table = conditional(*target, given=given)(p)
    kept = sorted([*target, *given])
    for string in itertools.product(range(3), repeat=3):
        same = [tuple(other) for other in itertools.product(range(3), repeat=3)]
        top = sum(p[o] for o in same if all(o[i - 1] == string[i - 1] for i in kept))
        below = sum(p[o] for o in same if all(o[i - 1] == string[i - 1] for i in given))
        assert table[tuple(string[i - 1] for i in kept)] == pytest.approx(float(top / below), rel=1e-12)


def test_what_is_no_choice_of_positions():
    for target, given in [((), (1,)), ((1, 1), ()), ((1,), (1,)), ((0,), (1,))]:
        with pytest.raises(FirstTokenError, match="positions are distinct and at least 1"):
            conditional(*target, given=given)
    with pytest.raises(FirstTokenError, match="this law has 2 positions; given 3"):
        free_dimensions(positive(2, 2), conditional(3, given=[1]))


@pytest.mark.parametrize(
    "asked",
    [
        [],
        [((2,), (1,))],
        [((2,), (1,)), ((3,), (1, 2))],
        [((3,), (1, 2))],
        [((1,), ()), ((2,), ())],
        [((1,), (2, 3)), ((2,), (1, 3)), ((3,), (1, 2))],
        [((1,), (2,)), ((3,), (2,))],
    ],
)
def test_the_exact_rank_agrees(asked):
    """Sympy has the Jacobian at a rational law without any rounding."""
    places = list(itertools.product(range(2), repeat=3))
    symbols = dict(zip(places, sympy.symbols("p:8"), strict=True))
    rows = []
    for target, given in asked:
        kept = [*target, *given]
        for values in itertools.product(range(2), repeat=len(kept)):
            held = dict(zip(kept, values, strict=True))
            top = sum(symbols[o] for o in places if all(o[i - 1] == held[i] for i in kept))
            below = sum(symbols[o] for o in places if all(o[i - 1] == held[i] for i in given))
            rows.append(top / below)
    values = [sympy.Rational(n, 64) for n in (3, 5, 11, 2, 17, 13, 6, 7)]
    at = dict(zip(symbols.values(), values, strict=True))
    exact = sympy.Matrix([[row.diff(s).subs(at) for s in symbols.values()] for row in [*rows, sum(symbols.values())]])
    law = Joint(Vocabulary("ab"), torch.tensor([float(v) for v in values], dtype=torch.float64).reshape(2, 2, 2))
    features = [conditional(*target, given=given) for target, given in asked]
    assert free_dimensions(law, *features) == 8 - exact.rank()


def test_the_tolerance_has_room():
    law = positive(3, 3)
    features = [conditional(2, given=[1]), conditional(3, given=[1, 2])]
    assert {free_dimensions(law, *features, tolerance=10.0**-k) for k in range(3, 14)} == {2}


def test_what_is_refused():
    with pytest.raises(NotPositive, match="the law has a probability of zero here"):
        free_dimensions(kitten().marginal(1, 2), conditional(1))
    with pytest.raises(TooManyStrings, match="at most 1,024 strings; this law has 4,096"):
        free_dimensions(Joint(kitten().vocabulary, torch.full([8] * 4, 1 / 4096, dtype=torch.float64)), conditional(1))


def test_of_one_string_there_is_one_law():
    law = Joint(Vocabulary("a"), torch.ones(1, 1, dtype=torch.float64))
    assert free_dimensions(law) == 0
    assert free_dimensions(law, conditional(1, given=[2]), conditional(2, given=[1])) == 0
