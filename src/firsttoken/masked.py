"""Masked models: a law for each symbol given all the others."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from jaxtyping import Float
from torch import Tensor

from firsttoken import checks
from firsttoken.errors import ContextUndefined, FirstTokenError, NotPositive, TooManyStrings
from firsttoken.joint import Joint
from firsttoken.stationary import stationary_law
from firsttoken.vocabulary import Vocabulary

#: A chain on this many strings is solved exactly in about a second.
_MOST = 2048


class Masked:
    """Full conditionals `q(x_i | x_j, j != i)`, one table for each position `i`: what a masked model learns.

    No law need have them all. Where one does, they are compatible, and if they are positive it is the only one.

    Args:
        vocabulary: The symbols.
        tables: For each of the `n` positions a tensor with `n` axes of length `|V|`; the `i`-th sums to one
            along its `i`-th axis, to within 1e-9.

    Raises:
        FirstTokenError: If a table is not in float64, has another shape, a negative entry, or another sum.

    Source: the essay, "One theorem, four guises".
    """

    def __init__(self, vocabulary: Vocabulary, tables: Sequence[Float[Tensor, "*string"]]) -> None:
        checks.instance(vocabulary, Vocabulary, "a vocabulary", "Give Vocabulary([...]) of the symbols")
        self.vocabulary = vocabulary
        remedy = "Give a list with a tensor for each position"
        self.tables = [
            checks.double(table, f"table {number}")
            for number, table in enumerate(checks.collection(tables, "the tables", remedy), start=1)
        ]
        wanted = (len(vocabulary),) * len(self.tables)
        if not wanted:
            raise FirstTokenError("a masked model has a table for each position; none was given", remedy)
        for axis, table in enumerate(self.tables):
            if table.shape != wanted:
                raise FirstTokenError(f"every table has the shape {wanted}; given {tuple(table.shape)}", "Reshape it")
            sums = table.detach().sum(dim=axis)
            if bool((table < 0).any()) or bool(((sums - 1).abs() > 1e-9).any()):
                worst = float(sums.flatten()[(sums - 1).abs().argmax()])
                raise FirstTokenError(
                    f"table {axis + 1} sums to 1 along its own axis and is not negative; given the sum {worst:.12g}",
                    f"Divide by the sums, table / table.sum(dim={axis}, keepdim=True)",
                )

    def __repr__(self) -> str:
        return f"Masked({self.vocabulary}, {len(self.tables)} positions)"

    @classmethod
    def of(cls, joint: Joint) -> Masked:
        """Return the full conditionals `p(x) / sum_{x_i} p(x)` of a law.

        Raises:
            ContextUndefined: If all but one symbol of a string are impossible together.
        """
        checks.instance(joint, Joint, "a Joint", "Give a law as one tensor, Joint(vocabulary, probs)")
        tables = []
        for axis in range(joint.horizon):
            context = joint.probs.sum(dim=axis, keepdim=True)
            for place in (context == 0).nonzero()[:1].tolist():
                words = joint.vocabulary.decode(place).split()
                words[axis] = "_"
                raise ContextUndefined(" ".join(words))
            tables.append(joint.probs / context)
        return cls(joint.vocabulary, tables)

    def brook(self, origin: str) -> Joint:
        """Return the law that Brook's formula builds from the conditionals, starting at one string `o`.

        `q(x) / q(o) = prod_i q_i(x_i | o_<i, x_>i) / q_i(o_i | o_<i, x_>i)`: it turns the symbols of `x` into
        those of `o`, the first one first. If the conditionals are compatible, it is their law, whatever `o` is.

        Raises:
            NotPositive: If a conditional is zero.
            FirstTokenError: If the origin has another length.
        """
        self._check_positive()
        symbols = self.vocabulary.encode(origin)
        if len(symbols) != len(self.tables):
            raise FirstTokenError(
                f"the origin has {len(self.tables)} symbols; given {len(symbols)}: {origin!r}", "Give a whole string"
            )
        total = torch.zeros(())
        for axis, table in enumerate(self.tables):
            turned = table.log()
            for earlier in range(axis):  # what was turned before is the origin's
                turned = turned.select(earlier, symbols[earlier]).unsqueeze(earlier)
            total = total + turned - turned.select(axis, symbols[axis]).unsqueeze(axis)
        return Joint(self.vocabulary, total.flatten().softmax(dim=0).reshape(total.shape))

    def gibbs(self, *scan: int) -> Joint:
        """Return the stationary law of Gibbs sampling: redraw one symbol from its conditional, again and again.

        Args:
            scan: In which order the positions are redrawn, counted from 1; the law is that after the last of
                them. Without a scan, a position is drawn at random each time.

        Raises:
            NotPositive: If a conditional is zero, so that the chain need not forget where it began.
            FirstTokenError: If the scan leaves out a position or names one that there is not.
            TooManyStrings: If there are more than 2,048 strings.
        """
        self._check_positive()
        length = len(self.tables)
        for position in scan:
            checks.whole(position, "a position")
        if scan and set(scan) != set(range(1, length + 1)):
            raise FirstTokenError(
                f"a scan names every position from 1 to {length}; given {scan}",
                "Add or drop some; without a scan it is random",
            )
        count = self.tables[0].numel()
        if count > _MOST:
            raise TooManyStrings(
                f"the chain is solved for at most {_MOST:,} strings; there are {count:,}",
                "Take fewer symbols or positions",
            )
        steps = [self._kernel(position) for position in range(length)]
        sweep = torch.stack(steps).mean(dim=0)
        if scan:
            sweep = torch.eye(count, dtype=torch.float64)
            for position in scan:
                sweep = sweep @ steps[position - 1]
        return Joint(self.vocabulary, stationary_law(sweep).reshape(self.tables[0].shape))

    def _kernel(self, axis: int) -> Float[Tensor, "strings strings"]:
        """Return the transition matrix that redraws one symbol and leaves the others."""
        table = self.tables[axis].movedim(axis, -1)
        size, count = table.shape[-1], table.numel()
        blocks = table.reshape(-1, 1, size).expand(-1, size, size)
        matrix = torch.block_diag(*blocks)
        places = torch.arange(count).reshape(self.tables[axis].shape).movedim(axis, -1).flatten()
        kernel = torch.zeros_like(matrix)
        kernel[places[:, None], places] = matrix
        return kernel

    def _check_positive(self) -> None:
        if any(bool((table == 0).any()) for table in self.tables):
            raise NotPositive("a full conditional")
