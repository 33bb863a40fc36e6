from __future__ import annotations

import itertools

import numpy as np
import pytest
import scipy.linalg
import torch

from firsttoken import ContextUndefined, FirstTokenError, Joint, Masked, NotPositive, TooManyStrings, Vocabulary

AB = Vocabulary("ab")
FIRST = torch.tensor([[0.9, 0.2], [0.1, 0.8]], dtype=torch.float64)
SECOND = torch.tensor([[0.3, 0.7], [0.6, 0.4]], dtype=torch.float64)


def positive(size, length, seed=0):
    random = torch.Generator().manual_seed(seed)
    table = torch.rand([size] * length, generator=random, dtype=torch.float64) + 0.1
    return Joint(Vocabulary("abcdef"[:size]), table / table.sum())


@pytest.mark.parametrize(("size", "length"), [(2, 1), (2, 2), (3, 3), (2, 4)])
def test_a_law_comes_back_from_its_conditionals(size, length):
    law = positive(size, length)
    masked = Masked.of(law)
    for string in law.enumerate_support():
        built = masked.brook(law.vocabulary.decode(string))
        assert torch.allclose(built.probs, law.probs, rtol=0, atol=1e-14)
    for scan in [*itertools.permutations(range(1, length + 1)), ()]:
        assert torch.allclose(masked.gibbs(*scan).probs, law.probs, rtol=0, atol=1e-13)


@pytest.mark.parametrize("scan", [(1, 2, 3), (3, 1, 2), (2, 1, 2, 3), ()])
def test_the_long_run_law_is_the_eigenvector_of_the_chain(scan):
    random = torch.Generator().manual_seed(3)
    logits = [torch.randn(2, 2, 2, generator=random, dtype=torch.float64) for _ in range(3)]
    tables = [logit.softmax(dim=axis) for axis, logit in enumerate(logits)]
    strings = list(itertools.product(range(2), repeat=3))
    kernels = []
    for axis in range(3):
        kernel = np.zeros((8, 8))
        for (i, old), (j, new) in itertools.product(enumerate(strings), repeat=2):
            if all(a == b for place, (a, b) in enumerate(zip(old, new, strict=True)) if place != axis):
                kernel[i, j] = tables[axis][new]
        kernels.append(kernel)
    sweep = sum(kernels) / 3
    if scan:
        sweep = np.linalg.multi_dot([kernels[place - 1] for place in scan])
    values, vectors = scipy.linalg.eig(sweep.T)
    stationary = np.real(vectors[:, np.argmin(abs(values - 1))])
    law = Masked(AB, tables).gibbs(*scan)
    assert np.allclose(law.probs.flatten().numpy(), stationary / stationary.sum(), rtol=0, atol=1e-12)


def test_two_that_disagree():
    masked = Masked(AB, [FIRST, SECOND])
    after_second = masked.gibbs(1, 2).probs
    after_first = masked.gibbs(2, 1).probs
    assert torch.allclose(after_second / after_second.sum(dim=1, keepdim=True), SECOND)
    assert torch.allclose(after_first / after_first.sum(dim=0), FIRST)
    assert (after_first - after_second).abs().sum() / 2 == pytest.approx(0.4959, abs=1e-4)


def test_what_is_no_table():
    with pytest.raises(FirstTokenError, match=r"every table has the shape \(2, 2\); given \(2,\)"):
        Masked(AB, [FIRST, FIRST[0]])
    with pytest.raises(FirstTokenError, match="table 2 sums to 1 along its own axis and is not negative"):
        Masked(AB, [FIRST, FIRST])


def test_what_is_undefined():
    never_b = Joint(AB, torch.tensor([[0.5, 0.0], [0.5, 0.0]], dtype=torch.float64))
    with pytest.raises(ContextUndefined, match="'_ b'"):
        Masked.of(never_b)
    equal = Masked.of(Joint(AB, torch.eye(2, dtype=torch.float64) / 2))
    with pytest.raises(NotPositive, match="a full conditional has a probability of zero here"):
        equal.brook("a a")
    with pytest.raises(NotPositive):
        equal.gibbs(1, 2)


def test_what_is_refused():
    masked = Masked(AB, [FIRST, SECOND])
    with pytest.raises(FirstTokenError, match="the origin has 2 symbols; given 1: 'a'"):
        masked.brook("a")
    for scan in [(1,), (1, 2, 3), (1, 3)]:
        with pytest.raises(FirstTokenError, match="a scan names every position from 1 to 2"):
            masked.gibbs(*scan)
    large = Joint(Vocabulary("abcd"), torch.full([4] * 6, 1 / 4**6, dtype=torch.float64))
    with pytest.raises(TooManyStrings, match="at most 2,048 strings; there are 4,096"):
        Masked.of(large).gibbs()
