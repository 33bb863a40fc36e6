"""The law that a kernel leaves as it is, and how many of them there are."""

from __future__ import annotations

import networkx
import torch
from jaxtyping import Float
from torch import Tensor
from torch.distributions import Categorical

from firsttoken import checks
from firsttoken.causal import Causal
from firsttoken.errors import ContextUndefined, FirstTokenError, SeveralClasses
from firsttoken.vocabulary import Vocabulary

#: Steps after which the iteration for a sparse kernel gives up.
_LONGEST = 200_000


def recurrent_classes(kernel: Float[Tensor, "states states"]) -> list[list[int]]:
    """Return the recurrent classes of a kernel: the sets of states that lead to each other and to nothing else.

    There is at least one. The laws `pi = pi P` form a simplex with one corner for each class, so there are as
    many free dimensions as classes, less one. A state in none of them is transient, and has no mass in any.

    Args:
        kernel: `P`, dense or a sparse tensor: rows of probabilities, of which only the positive ones matter.

    Returns:
        The states of each class in increasing order, the classes by their first state.

    Raises:
        FirstTokenError: If the kernel is not square, in float64, with rows that are probabilities.
    """
    sources, targets, _ = _entries(kernel)
    graph = networkx.DiGraph()
    graph.add_nodes_from(range(len(kernel)))
    graph.add_edges_from(zip(sources.tolist(), targets.tolist(), strict=True))
    return sorted(sorted(states) for states in networkx.attracting_components(graph))


def stationary_law(
    kernel: Float[Tensor, "states states"], *, vocabulary: Vocabulary | None = None
) -> Float[Tensor, " states"]:
    """Return the law `pi = pi P`, where there is exactly one.

    A dense kernel is solved by taking out state after state, without a subtraction, so that every entry of
    `pi` is accurate relative to its own size, even where classes hardly mix. A sparse one is iterated, as
    `pi (1 + 7 P) / 8`, since `pi P` alone would go round in circles with a periodic chain, until a step changes
    less than 1e-15 in total variation. That is accurate where the chain mixes, and refused where it takes too long.

    Args:
        kernel: `P`, dense or a sparse tensor: rows of probabilities, each of sum 1 to within 1e-9.
        vocabulary: The names of the states, for the error.

    Raises:
        SeveralClasses: If there is more than one recurrent class, and so more than one such law.
        FirstTokenError: If the rows are not probabilities, or if a sparse chain mixes too slowly.

    Source: the essay, "The factor implied by the others".
    """
    if vocabulary is not None:
        checks.instance(vocabulary, Vocabulary, "a vocabulary", "Give Vocabulary([...]) of the symbols")
        if len(vocabulary) != len(_kernel(kernel)):
            raise FirstTokenError(
                f"each state has a name; given {len(vocabulary)} names for {len(kernel)} states",
                "Give the names of all",
            )
    classes = recurrent_classes(kernel)
    if len(classes) > 1:
        names = range(len(kernel)) if vocabulary is None else vocabulary
        raise SeveralClasses([[str(names[state]) for state in members] for members in classes])
    recurrent = torch.tensor(classes[0])
    law = torch.zeros(len(kernel), dtype=torch.float64)
    if kernel.layout == torch.strided:
        law[recurrent] = _solved(kernel.detach()[recurrent][:, recurrent].double())
        return law
    law[recurrent] = 1 / len(recurrent)
    sources, targets, weights = _entries(kernel)
    for _ in range(_LONGEST):
        step = (_moved(law, sources, targets, weights) - law) * 0.875
        law = law + step
        if step.abs().sum() < 2e-15:
            return law / law.sum()
    raise FirstTokenError(
        f"the chain mixes too slowly: after {_LONGEST} steps a step still changes {float(step.abs().sum()) / 2:.1e}",
        "Give the kernel as a dense tensor, kernel.to_dense(), and it is solved",
    )


def power_iteration(
    kernel: Float[Tensor, "states states"], first: Float[Tensor, " states"], *, steps: int
) -> Float[Tensor, "times states"]:
    """Return `mu, mu P, ..., mu P^steps`: the laws of the states of a chain that starts with the law `mu`.

    Args:
        kernel: `P`, dense or a sparse tensor: rows of probabilities.
        first: `mu`, of sum 1 to within 1e-9, in float64 as `P`.
        steps: How often `P` is applied.

    Raises:
        FirstTokenError: If the rows or `mu` are not probabilities, or if `mu` is not over the same states.
    """
    sources, targets, weights = _entries(kernel)
    checks.double(first, "the first law", ndim=1)
    if len(first) != len(kernel):
        raise FirstTokenError(
            f"the first law is over the states of the kernel; given {len(first)} for {len(kernel)}",
            "Give each state its part",
        )
    if bool((first < 0).any()) or not abs(float(first.detach().sum()) - 1) < 1e-9:
        raise FirstTokenError(
            f"the first law is not negative and sums to 1; given the sum {float(first.detach().sum()):.12g}",
            "Divide it by its sum",
        )
    checks.shape([checks.whole(steps, "steps"), len(first)], "steps and states")
    laws = [first]
    for _ in range(steps):
        laws.append(_moved(laws[-1], sources, targets, weights))
    return torch.stack(laws)


def implied_first(causal: Causal) -> Categorical:
    """Return the law of the first symbol that stationarity implies: `pi = pi P`, `P(a, b) = q(x_2 = b | x_1 = a)`.

    Only the second position is asked. What the model has at the empty context, if anything, plays no part.

    Args:
        causal: A model with a law after every symbol.

    Raises:
        SeveralClasses: If the second position leaves more than one answer.
        ContextUndefined: If the model has no law after some symbol.

    Source: the essay, "The factor implied by the others".
    """
    checks.instance(causal, Causal, "a Causal", "Write Causal(model) around the model")
    symbols = torch.arange(len(causal.vocabulary))
    laws = causal.contexts.log_laws(symbols[:, None], 1)[:, 0].detach().double()
    for symbol in laws.isnan().any(dim=1).nonzero()[:1].flatten().tolist():
        raise ContextUndefined(causal.vocabulary[symbol])
    return Categorical(stationary_law(laws.softmax(dim=1), vocabulary=causal.vocabulary))


def _entries(kernel: Float[Tensor, "states states"]) -> tuple[Tensor, Tensor, Tensor]:
    """Return where the positive probabilities stand, and what they are."""
    sparse = _kernel(kernel).detach().to_sparse_coo().coalesce()
    (sources, targets), weights = sparse.indices(), sparse.values()
    sums = torch.zeros(len(kernel), dtype=torch.float64).index_add(0, sources, weights)
    if not (bool((weights >= 0).all()) and bool(((sums - 1).abs() < 1e-9).all())):
        worst = float(sums[(sums - 1).abs().argmax()])
        raise FirstTokenError(
            f"the rows of a kernel are not negative and sum to 1; given a row of sum {worst:.12g}",
            "Divide each row by its sum",
        )
    positive = weights > 0
    return sources[positive], targets[positive], weights[positive]


def _kernel(kernel: object) -> Tensor:
    """Refuse what is no square matrix in float64."""
    matrix = checks.double(kernel, "a kernel", ndim=2, sparse=True)
    if len(matrix) != matrix.shape[1] or not len(matrix):
        raise FirstTokenError(
            f"a kernel is square, from states to the same states; given {tuple(matrix.shape)}",
            "Give a row and a column for each state",
        )
    return matrix


def _moved(law: Tensor, sources: Tensor, targets: Tensor, weights: Tensor) -> Float[Tensor, " states"]:
    """Return `pi P`."""
    return torch.zeros_like(law).index_add(0, targets, law[sources] * weights)


def _solved(kernel: Float[Tensor, "states states"]) -> Float[Tensor, " states"]:
    """Return the stationary law of an irreducible kernel, by elimination; the kernel is used up.

    The chain watched only while it is in the first `k` states is a chain again, and has the same law on them but
    for a factor. Its kernel adds to `P(a, b)` the way over `k`. `1 - P(k, k)` is the sum of the other entries.
    """
    for k in range(len(kernel) - 1, 0, -1):
        kernel[:k, k] /= kernel[k, :k].sum()
        kernel[:k, :k] += kernel[:k, k, None] * kernel[k, :k]
    law = torch.ones(len(kernel), dtype=torch.float64)
    for k in range(1, len(kernel)):
        law[k] = law[:k] @ kernel[:k, k]
    return law / law.sum()
