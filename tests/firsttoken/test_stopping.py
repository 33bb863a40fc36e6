from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest
import scipy.optimize
import sympy
import torch
from torch.distributions import Categorical

from firsttoken import (
    Causal,
    Clock,
    FirstTokenError,
    NGram,
    Tabular,
    TooLong,
    Vocabulary,
    bigram_mass,
    finite_mass,
    hazards,
    survival,
)

t, n = sympy.symbols("t n", integer=True, positive=True)


def clock(formula, length):
    return torch.tensor([float(formula.subs(t, k)) for k in range(1, length + 1)], dtype=torch.float64)


@pytest.mark.parametrize("formula", [1 / (t + 1) ** 2, 1 / (t + 1), sympy.Rational(1, 10) + 0 * t])
def test_survival_is_the_closed_form_of_sympy(formula):
    closed = sympy.simplify(sympy.product(1 - formula, (t, 1, n)))
    expected = [float(closed.subs(n, k)) for k in range(1, 31)]
    assert survival(clock(formula, 30)).tolist() == pytest.approx(expected, abs=1e-14)


def test_half_and_its_lengths_by_sympy():
    closed = sympy.product(1 - 1 / (t + 1) ** 2, (t, 1, n)).simplify()
    assert sympy.limit(closed, n, sympy.oo) == sympy.Rational(1, 2)
    stops = sympy.simplify(closed.subs(n, t - 1) - closed.subs(n, t))
    assert sympy.simplify(stops - 1 / (2 * t * (t + 1))) == 0
    assert sympy.summation(stops, (t, 1, sympy.oo)) == sympy.Rational(1, 2)
    assert sympy.summation(1 / (t + 1) ** 2, (t, 1, sympy.oo)) == sympy.polygamma(1, 2)
    for k in (5, 50, 500):
        later = float(sympy.polygamma(1, k + 2))  # the sum from k + 1 on
        bounds = finite_mass(clock(1 / (t + 1) ** 2, k), rest=(later, later))
        assert bounds.lower < 0.5 < bounds.upper
        assert bounds.upper - bounds.lower < later**2


def test_the_halving_clock_is_the_q_pochhammer_symbol_of_mpmath():
    never = float(mpmath.qp(0.5))
    bounds = finite_mass(0.5 ** torch.arange(1, 61, dtype=torch.float64), rest=(2.0**-60, 2.0**-60))
    assert bounds == pytest.approx((1 - never, 1 - never), abs=1e-15)


def test_bounds_without_knowledge_of_the_rest():
    seen = torch.tensor([0.5, 0.25], dtype=torch.float64)
    assert finite_mass(seen) == pytest.approx((1 - 0.375, 1.0))
    assert finite_mass(seen, rest=(0.0, 0.0)) == pytest.approx((0.625, 0.625))
    assert finite_mass(seen, rest=(math.inf, math.inf)) == (1.0, 1.0)
    assert finite_mass(torch.tensor([0.3, 1.0]), rest=(0.0, 0.0)) == (1.0, 1.0)


def model(seed=0):
    vocabulary = Vocabulary(["a", "b", "$"])
    table = Tabular(vocabulary, 6, generator=torch.Generator().manual_seed(seed))
    return Causal(table, stop="$").with_first(Categorical(torch.tensor([0.6, 0.3, 0.1], dtype=torch.float64)))


@pytest.mark.parametrize("prompt", ["", "a", "b a"])
def test_hazards_are_those_of_simulated_texts(prompt):
    torch.manual_seed(0)
    horizon = 6 - len(prompt.split())
    exact = hazards(model(), horizon=horizon, prompt=prompt).detach()
    drawn = model().given(prompt, horizon=horizon).sample((40_000,)) == 2
    alive = torch.ones(len(drawn), dtype=torch.bool)
    for step in range(horizon):
        share = drawn[alive, step].double().mean().item()
        error = math.sqrt(exact[step] * (1 - exact[step]) / alive.sum())
        assert abs(share - exact[step]) < 5 * error
        alive &= ~drawn[:, step]
    assert abs(survival(exact)[-1] - alive.double().mean()) < 5 * math.sqrt(0.25 / len(drawn))


def test_hazard_is_one_where_nothing_survives():
    ended = Causal(Clock(torch.tensor([0.5, 1.0, 0.25], dtype=torch.float64)), stop="$")
    assert hazards(ended, horizon=3).tolist() == [0.5, 1.0, 1.0]


def test_a_clock_is_a_causal_model():
    chances = torch.tensor([0.25, 0.5, 0.125], dtype=torch.float64)
    causal = Causal(Clock(chances), stop="$")
    assert hazards(causal, horizon=3).tolist() == pytest.approx(chances.tolist())
    assert hazards(causal, horizon=2, prompt="a").tolist() == pytest.approx(chances[1:].tolist())
    law = causal.given("", horizon=3)
    assert law.log_prob(law.encode("a $ $")).exp().item() == pytest.approx(0.375)
    with pytest.raises(TooLong, match="Clock reads at most 2 symbols; given 3: it has no law for symbol 4"):
        causal.given("", horizon=4).log_probs()


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("traps", [0, 1, 2])
def test_bigram_mass_is_the_least_solution_of_a_linear_programme(seed, traps):
    random = np.random.default_rng(seed)
    rows = random.dirichlet(np.ones(7), size=6)
    for trap in range(traps):  # a closed block of its own, without a stop
        rows[trap] = 0
        rows[trap, :traps] = 1 / traps
    kernel, stop = rows[:, :6], rows[:, 6]
    found = bigram_mass(torch.tensor(kernel), torch.tensor(stop))
    least = scipy.optimize.linprog(np.ones(6), A_eq=np.eye(6) - kernel, b_eq=stop, bounds=(0, None))
    assert found.tolist() == pytest.approx(least.x.tolist(), abs=1e-9)


def test_bigram_mass_is_that_of_simulated_texts():
    random = np.random.default_rng(0)
    kernel = np.array([[0.2, 0.3, 0.3], [0.4, 0.2, 0.2], [0.0, 0.0, 1.0]])
    stop = 1 - kernel.sum(axis=1)
    place = random.choice(3, size=20_000, p=[0.5, 0.3, 0.2])
    for _ in range(60):  # the fourth place is the stop
        heights = np.vstack([np.hstack([kernel, stop[:, None]]), [0, 0, 0, 1]]).cumsum(axis=1)[place]
        place = (random.random((len(place), 1)) > heights[:, :3]).sum(axis=1)
    mass = torch.tensor([0.5, 0.3, 0.2], dtype=torch.float64) @ bigram_mass(torch.tensor(kernel), torch.tensor(stop))
    assert mass.item() == pytest.approx(0.35, abs=1e-12)
    assert (place == 3).mean() == pytest.approx(0.35, abs=5 * math.sqrt(0.35 * 0.65 / 20_000))


def test_counted_bigrams_are_tight():
    vocabulary = Vocabulary(["a", "b", "c", "⊥", "$"])
    strings = [vocabulary.encode(text) for text in ("a b b b b b a c", "c", "b a")]
    laws = NGram(vocabulary, 2, strings, before="⊥", stop="$").log_laws(torch.arange(3)[:, None])[:, 0].exp()
    assert bigram_mass(laws[:, :3], laws[:, 4]).tolist() == pytest.approx([1.0] * 3, abs=1e-12)


def test_what_is_no_hazard_no_kernel_and_no_probability():
    half = torch.tensor([0.5], dtype=torch.float64)
    with pytest.raises(FirstTokenError, match="a hazard is a probability"):
        survival(torch.tensor([0.5, 1.5]))
    with pytest.raises(FirstTokenError, match=r"at least one number; given the shape \(0,\)"):
        Clock(torch.empty(0))
    with pytest.raises(FirstTokenError, match=r"0 <= r <= R; given \(2.0, 1.0\)"):
        finite_mass(half, rest=(2.0, 1.0))
    with pytest.raises(FirstTokenError, match=r"[uU]se Causal\(model, stop=...\)"):
        hazards(Causal(Clock(half)), horizon=1)
    with pytest.raises(FirstTokenError, match=r"\|V\| by \|V\|; given \(1, 2\) with 1 stops"):
        bigram_mass(torch.zeros(1, 2, dtype=torch.float64), half)
    with pytest.raises(FirstTokenError, match="of sum 1, and not negative; given the sums"):
        bigram_mass(torch.tensor([[0.25]], dtype=torch.float64), half)
