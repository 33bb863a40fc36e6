"""How much of a joint law a training objective leaves open."""

from __future__ import annotations

from collections.abc import Callable, Collection

import torch
from jaxtyping import Float
from torch import Tensor

from firsttoken import checks
from firsttoken.errors import FirstTokenError, NotPositive, TooManyStrings, WrongType
from firsttoken.joint import Joint

#: What an objective or an assumption says of a law: numbers that are computed from its table, differentiably.
Feature = Callable[[Tensor], Tensor]

#: More than this many strings would make a Jacobian that no longer is a matter of a second.
_MOST = 1024


def conditional(*target: int, given: Collection[int] = ()) -> Feature:
    """Return the map from a table `p(x_1..x_n)` to the table of `p(x_target | x_given)`.

    Args:
        target: Positions, counted from 1.
        given: Positions that are read without loss; none for a marginal law.

    Returns:
        A function of the table, which has an axis for each position in `target` and `given`, in their order of
        position; it can be differentiated.

    Raises:
        FirstTokenError: If a position stands twice or is below 1, or if there is no target.
    """
    remedy = "Name each position once, counted from 1: conditional(2, given=[1])"
    kept = [
        checks.whole(position, "a position", least=-(10**9))
        for position in (*target, *checks.collection(given, "given", remedy))
    ]
    if not target or min(kept) < 1 or len(set(kept)) < len(kept):
        raise FirstTokenError(
            f"positions are distinct and at least 1; given {target} after {tuple(kept[len(target) :])}", remedy
        )

    def feature(probs: Float[Tensor, "*string"]) -> Tensor:
        if max(kept) > probs.ndim:
            raise FirstTokenError(
                f"this law has {probs.ndim} positions; given {max(kept)}", "Ask for positions that the law has"
            )
        rest = [axis for axis in range(probs.ndim) if axis + 1 not in kept]
        both = probs.sum(dim=rest, keepdim=True) if rest else probs
        return (both / both.sum(dim=[place - 1 for place in target], keepdim=True)).squeeze(rest)

    return feature


def free_dimensions(joint: Joint, *features: Feature, tolerance: float = 1e-9) -> int:
    """Return in how many directions a law can move without any change in the features.

    It is the nullity, at `p`, of the Jacobian of `p |-> features(p)` on the tangent space of the simplex, the
    tables whose entries sum to zero. Zero means that, near `p`, no other law has the same features. The
    number says nothing of laws far away.

    Args:
        joint: The law `p`, positive: at the border of the simplex there are fewer directions.
        features: What the objective and the assumptions determine, such as `conditional(2, given=[1])`.
        tolerance: A singular value counts as zero below this part of the largest. The Jacobian comes from
            autograd in float64, so that its zeros are of the size 1e-16; the others are rarely below 1e-3.

    Raises:
        NotPositive: If a string has probability zero.
        TooManyStrings: If there are more than 1,024 strings.

    Source: the essay, "One theorem, four guises".
    """
    checks.instance(joint, Joint, "a Joint", "Give a law as one tensor, Joint(vocabulary, probs)")
    checks.real(tolerance, "tolerance", above=0.0, most=1e-3)
    probs = joint.probs.detach()
    count = probs.numel()
    if not bool((probs > 0).all()):
        raise NotPositive("the law")
    if count > _MOST:
        raise TooManyStrings(
            f"the Jacobian is taken for at most {_MOST:,} strings; this law has {count:,}", "Take a smaller world"
        )
    rows = [torch.zeros(1, count, dtype=torch.float64)]  # without features, everything is free
    for number, feature in enumerate(features, start=1):
        remedy = "Give conditional(...), or a function of tensors that autograd can follow"
        if not callable(feature):
            raise WrongType(f"feature {number} is a function of the table; given {checks.shown(feature)}", remedy)
        table = feature(probs)
        if not isinstance(table, Tensor) or not table.is_floating_point():
            raise WrongType(f"feature {number} returns a tensor; it returned {checks.shown(table)}", remedy)
        rows.append(torch.func.jacrev(feature)(probs).reshape(-1, count))
    # an orthonormal basis of the tables that sum to zero: the other left singular vectors of a column of ones
    tangent = torch.linalg.svd(torch.ones(count, 1, dtype=torch.float64)).U[:, 1:]
    # the largest comes first; of one string there is none
    sizes = torch.linalg.svdvals(torch.cat(rows) @ tangent)
    return count - 1 - int((sizes > tolerance * sizes[:1]).sum())
