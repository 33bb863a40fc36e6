from __future__ import annotations

import numpy as np
import pytest
import scipy.linalg
import scipy.sparse
import scipy.sparse.csgraph
import torch
from torch.distributions import Categorical

import firsttoken.stationary
from firsttoken import (
    Causal,
    ContextUndefined,
    FirstTokenError,
    Joint,
    SeveralClasses,
    Transformer,
    Vocabulary,
    implied_first,
    kitten,
    power_iteration,
    recurrent_classes,
    stationary_law,
)


def random_kernel(seed, states, share):
    """Rows with about this share of positive entries, at least one in each."""
    generator = torch.Generator().manual_seed(seed)
    kernel = torch.rand(states, states, generator=generator, dtype=torch.float64)
    kept = torch.rand(states, states, generator=generator) < share
    kept[torch.arange(states), torch.randint(states, (states,), generator=generator)] = True
    kernel = kernel * kept
    return kernel / kernel.sum(dim=1, keepdim=True)


def by_scipy(kernel):
    """The strongly connected components without an arrow out of them."""
    graph = scipy.sparse.csr_array(kernel.numpy())
    count, label = scipy.sparse.csgraph.connected_components(graph, directed=True, connection="strong")
    sources, targets = graph.nonzero()
    left = {label[a] for a, b in zip(sources, targets, strict=True) if label[a] != label[b]}
    return sorted(np.flatnonzero(label == each).tolist() for each in range(count) if each not in left)


@pytest.mark.filterwarnings("ignore:Sparse CSR tensor support is in beta")
@pytest.mark.parametrize("share", [0.0, 0.02, 0.05, 0.1, 0.3])
def test_recurrent_classes_are_scipys_closed_components(share):
    several = 0
    for seed in range(40):
        kernel = random_kernel(seed, 1 + seed, share)
        classes = recurrent_classes(kernel)
        assert classes == by_scipy(kernel)
        assert classes == recurrent_classes(kernel.to_sparse()) == recurrent_classes(kernel.to_sparse_csr())
        several += len(classes) > 1
    assert several or share >= 0.1


@pytest.mark.parametrize("layout", ["dense", "sparse"])
def test_stationary_law_is_scipys_left_eigenvector(layout):
    unique = 0
    for seed in range(60):
        kernel = random_kernel(seed, 2 + seed % 20, 0.25)
        given = kernel if layout == "dense" else kernel.to_sparse()
        if len(by_scipy(kernel)) > 1:
            with pytest.raises(SeveralClasses):
                stationary_law(given)
            continue
        unique += 1
        values, vectors = scipy.linalg.eig(kernel.numpy(), left=True, right=False)
        vector = vectors[:, np.abs(values - 1).argmin()].real
        assert stationary_law(given).numpy() == pytest.approx(vector / vector.sum(), abs=1e-12)
    assert unique > 30


def test_as_many_dimensions_as_eigenvalues_one():
    for seed in range(40):
        kernel = random_kernel(seed, 30, 0.03)
        nullity = 30 - np.linalg.matrix_rank(np.eye(30) - kernel.numpy())
        assert len(recurrent_classes(kernel)) == nullity


def test_transient_states_have_no_mass():
    kernel = torch.tensor([[0.5, 0.25, 0.25], [0.0, 0.9, 0.1], [0.0, 0.3, 0.7]], dtype=torch.float64)
    assert stationary_law(kernel).tolist() == pytest.approx([0, 0.75, 0.25], abs=1e-15)
    assert stationary_law(kernel.to_sparse())[0] == 0


def test_periodic_chains_have_a_law():
    cycle = torch.roll(torch.eye(5, dtype=torch.float64), 1, dims=1)
    for kernel in (cycle, cycle.to_sparse()):
        assert stationary_law(kernel).tolist() == pytest.approx([0.2] * 5, abs=1e-13)


def test_small_probabilities_are_accurate_relative_to_their_size():
    rare = 1e-30
    kernel = torch.tensor([[1 - rare, rare], [3 * rare, 1 - 3 * rare]], dtype=torch.float64)
    assert stationary_law(kernel).tolist() == pytest.approx([0.75, 0.25], rel=1e-14)
    chain = torch.tensor([[0.0, 1, 0], [1 - 1e-20, 0, 1e-20], [0, 1, 0]], dtype=torch.float64)
    assert stationary_law(chain)[2].item() == pytest.approx(0.5e-20, rel=1e-12)


def test_a_sparse_chain_that_hardly_mixes_is_refused(monkeypatch):
    monkeypatch.setattr(firsttoken.stationary, "_LONGEST", 100)
    kernel = torch.tensor([[0.999, 0.001], [0.002, 0.998]], dtype=torch.float64)
    with pytest.raises(FirstTokenError, match=r"after 100 steps .* dense"):
        stationary_law(kernel.to_sparse())


@pytest.mark.parametrize(("rows", "wrong"), [([[0.5, 0.4], [0, 1]], "0.9"), ([[1.5, -0.5], [0, 1]], "sum 1")])
def test_rows_are_probabilities(rows, wrong):
    kernel = torch.tensor(rows, dtype=torch.float64)
    for function in (stationary_law, recurrent_classes, lambda each: power_iteration(each, torch.ones(2), steps=1)):
        with pytest.raises(FirstTokenError, match=wrong):
            function(kernel)


def test_the_error_names_the_classes():
    kernel = torch.block_diag(*[torch.full((2, 2), 0.5, dtype=torch.float64)] * 2)
    with pytest.raises(SeveralClasses, match=r"2 recurrent classes .*\{a, b\}; \{c, d\}\.") as caught:
        stationary_law(kernel, vocabulary=Vocabulary("abcd"))
    assert caught.value.classes == [["a", "b"], ["c", "d"]]
    with pytest.raises(SeveralClasses, match=r"\{0\}; \{1\}; \{2\}; \{3\}; and 5 more"):
        stationary_law(torch.eye(9, dtype=torch.float64))
    long = torch.block_diag(torch.full((8, 8), 0.125, dtype=torch.float64), torch.ones(1, 1, dtype=torch.float64))
    with pytest.raises(SeveralClasses, match=r"\{0, 1, 2, 3, 4, 5, …\}; \{8\}"):
        stationary_law(long)


def test_power_iteration_is_matrix_powers():
    kernel = random_kernel(3, 12, 0.5)
    first = torch.softmax(torch.arange(12.0, dtype=torch.float64), dim=0)
    laws = power_iteration(kernel, first, steps=30)
    assert laws.shape == (31, 12)
    for step in (0, 1, 7, 30):
        expected = first.double().numpy() @ np.linalg.matrix_power(kernel.numpy(), step)
        assert laws[step].numpy() == pytest.approx(expected, abs=1e-13)
    assert power_iteration(kernel.to_sparse(), first, steps=30).numpy() == pytest.approx(laws.numpy(), abs=1e-14)


def test_a_long_simulation_agrees():
    kernel = random_kernel(5, 6, 0.6)
    generator = torch.Generator().manual_seed(0)
    walkers = torch.zeros(4000, dtype=torch.long)
    seen = torch.zeros(6, dtype=torch.float64)
    cumulative = kernel.cumsum(dim=1)
    for step in range(250):
        draw = torch.rand(4000, 1, generator=generator, dtype=torch.float64)
        walkers = (draw > cumulative[walkers]).sum(dim=1).clamp(max=5)
        if step >= 50:
            seen += walkers.bincount(minlength=6)
    assert (seen / seen.sum()).numpy() == pytest.approx(stationary_law(kernel).numpy(), abs=0.004)


def stationary_joint(seed):
    """Three symbols of a hidden Markov process, which is stationary."""
    hidden = random_kernel(seed, 3, 1.0)
    emitted = random_kernel(seed + 1, 4, 1.0)[:3]
    law = torch.einsum("i,ia,ij,jb,jk,kc->abc", stationary_law(hidden), emitted, hidden, emitted, hidden, emitted)
    return Joint(Vocabulary("abcd"), law)


def test_the_implied_law_is_the_first_marginal_of_a_stationary_process():
    for seed in range(5):
        world = stationary_joint(seed)
        implied = implied_first(world.causal())
        assert implied.probs.numpy() == pytest.approx(world.first().probs.numpy(), abs=1e-14)
        other = world.causal().with_first(Categorical(torch.tensor([0.7, 0.1, 0.1, 0.1])))
        assert (implied_first(other).probs == implied.probs).all()


def test_a_network_in_single_precision_implies_a_law():
    network = Transformer(Vocabulary("abc"), 4, dtype=torch.float32)
    implied = implied_first(Causal(network)).probs
    kernel = network.log_laws(torch.arange(3)[:, None])[:, 0].detach().double().exp()
    assert (implied @ kernel).numpy() == pytest.approx(implied.numpy(), abs=1e-6)
    assert implied.dtype == torch.float64


def test_a_start_symbol_that_is_never_written_has_no_mass():
    network = Transformer(Vocabulary(["a", "b", "^"]), 4)
    implied = implied_first(Causal(network, excluded=["^"]))
    assert implied.probs[2] == 0
    assert implied.probs.sum() == pytest.approx(1)


def test_no_law_after_some_symbol():
    with pytest.raises(ContextUndefined, match="loves"):
        implied_first(kitten().causal())
