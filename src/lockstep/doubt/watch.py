"""In the process of a snippet: the program runs once, and splits off an attacked copy of itself at every spot.

At the first reach of a spot that has something to attack, the process forks. The copy makes the result wrong, there
and at every later reach of the spot, which is what a wrong function would do; it runs on to the end, reports which
assertions fail, and is gone. The original waits for it, and goes on unharmed. So nothing that ran before the spot runs
again, however long it took.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import astuple, dataclass, replace
from functools import partial
from typing import Any

from lockstep.doubt.copies import DRAWN, Copies
from lockstep.doubt.drawn import drawn
from lockstep.doubt.instrument import CALL, CHECK, EACH, ITEM, READ, Spot, instrument
from lockstep.doubt.own import Own
from lockstep.doubt.perturb import A_LITTLE, ROUGHLY, VERY, perturbed
from lockstep.doubt.published import BOUND, computed, made_wrong
from lockstep.run.child import Task, run
from lockstep.run.record import Record
from lockstep.run.steps import Step

RESULTS, NEGATED, SPOTS, VALUES = "results", "negated", "spots", "values"

#: How a copy ended that nothing stopped.
PASSED = "passed"

_VALUE = -1  # the spot of a copy in which a value was made wrong
_SILENCE = object()  # stands for the result of a call that raises: that it does not


@dataclass(frozen=True)
class Orders:
    """What to attack in one snippet.

    Attributes:
        limit: The seconds that one attacked copy may compute, however busy the machine is.
        broken: The assertions that an attack has broken. With it, results are made very wrong, to see whether the
            others can be broken at all; without it, they are made a little wrong, and each assertion is negated.
        draws: Whether what is drawn is what to learn of: a copy then runs to its end, whatever it has broken.
    """

    limit: float
    broken: Collection[int] | None = None
    draws: bool = False


def watch(task: Task, orders: Mapping[str, Orders]) -> Record:
    """Run a snippet with every attack on it; to be given to `run_all`.

    Args:
        task: The run; its own limit is for all the attacks together.
        orders: What to attack, by snippet.

    Returns:
        The record of the unharmed run, whose values are what the attacks did.
    """
    watcher = Watcher(Own(folder.name for folder in task.scene.library), orders[task.name], task.asked)
    record = run(task, watcher.compiled, watcher.hooks)
    watcher.leave(PASSED if record.failure is None else record.failure.message)
    return replace(record, values=watcher.answers())


class Watcher:
    """The hooks of one running snippet."""

    def __init__(self, own: Own, orders: Orders, published: Iterable[str]) -> None:
        self._own, self._copies = own, Copies(orders.limit)
        self._rough, self._draws = orders.broken is not None, orders.draws
        self._variants = ROUGHLY if self._rough else A_LITTLE
        self._spots: list[Spot] = []
        self._results: dict[int, list[dict[str, Any]]] = {}
        self._negated: dict[int, dict[str, Any]] = {}
        self._known = set(orders.broken or ())  # assertions that some attack has broken
        self._broken: set[int] = set()  # those that the attack on this copy has broken
        self._published = () if self._rough else tuple(published)
        self._path = ""
        self._values: dict[str, list[dict[str, Any]]] = {}
        self._settled: set[int] = set()  # those that it cannot break any more
        self._variant = A_LITTLE[0]

    @property
    def hooks(self) -> dict[str, Callable[..., object]]:
        """The hooks by their global names."""
        return {
            CALL: self._call,
            READ: self._read,
            ITEM: self._item,
            EACH: self._each,
            CHECK: self._check,
            BOUND: self._was_bound,
        }

    def compiled(self, source: str, path: str) -> list[Step]:
        """Compile the snippet, and remember its spots."""
        shown = computed(source, self._published)
        self._published = tuple(each for paths in shown.values() for each in paths)
        steps, self._spots = instrument(source, path, shown)
        return steps

    def leave(self, ended: str) -> None:
        """End this process, where it is an attacked copy, with its report."""
        if self._copies.attacked is not None:
            self._copies.leave(ended, self._broken)

    def answers(self) -> dict[str, object]:
        """Return what the attacks did: on each result, and on each assertion, by spot; and the spots."""
        return {
            SPOTS: list(map(astuple, self._spots)),
            RESULTS: sorted(self._results.items()),
            NEGATED: sorted(self._negated.items()),
            VALUES: [(path, self._values.get(path, [])) for path in self._published],
            DRAWN: drawn(),
        }

    def _call(self, spot: int, function: Callable[..., object]) -> Callable[..., object]:
        def called(*args: object, **kwargs: object) -> object:
            if self._own.answers(function, args):
                return self._result(spot, partial(function, *args, **kwargs))
            return function(*args, **kwargs)

        return called

    def _read(self, spot: int, value: object, name: str) -> object:
        read = partial(getattr, value, name)
        return self._result(spot, read) if self._own.holds(value) else read()

    def _item(self, spot: int, value: Any, index: object) -> object:
        if self._own.holds(value):
            return self._result(spot, lambda: value[index])
        return value[index]

    def _each(self, spot: int, value: Any) -> object:
        return self._result(spot, lambda: iter(value)) if self._own.holds(value) else value

    def _result(self, spot: int, compute: Callable[[], object]) -> object:
        try:
            value = compute()
        except StopIteration:
            raise
        except Exception:
            if self._under_attack(spot, _SILENCE):
                return None
            raise
        if not self._spots[spot].used or perturbed(value) is None:
            self._own.keep(value)
            return value
        if not self._under_attack(spot, value):
            return value
        wrong = self._variant.make(value)
        return value if wrong is None else wrong[0]

    def _check(self, spot: int, condition: object) -> None:
        holds = bool(condition)
        if self._copies.attacked is None:
            if not holds:
                raise AssertionError(self._spots[spot].source)
            if not self._rough and spot not in self._negated:
                if self._copies.split(spot):
                    raise AssertionError
                self._negated[spot] = self._copies.last
        elif self._copies.attacked == spot:
            raise AssertionError
        elif not holds or self._spots[spot].once:
            (self._settled if holds else self._broken).add(spot)
            learned = self._known | self._broken | self._settled
            if (self._broken or self._rough) and self._learned_all(learned):
                self._copies.leave("stopped", self._broken)  # there is nothing left to learn

    def _was_bound(self, *paths: str) -> None:
        """Split off copies in which a value that a page shows is wrong from here on: a little, or else very."""
        names = vars(sys.modules["__main__"])
        if self._copies.attacked is not None:
            if (
                self._copies.attacked == _VALUE
                and self._path in paths
                and (wrong := made_wrong(names, self._path, self._variant))
            ):
                names[wrong[0]] = wrong[1]
            return
        for path in paths:
            self._doubt_value(names, path)

    def _doubt_value(self, names: dict[str, Any], path: str) -> None:
        if self._copies.attacked is not None or path in self._values:
            return
        for variant in (*A_LITTLE, *VERY):
            if wrong := made_wrong(names, path, variant):
                if self._copies.split(_VALUE):
                    self._path, self._variant = path, variant
                    names[wrong[0]] = wrong[1]
                    return
                reports = self._values.setdefault(path, [])
                reports.append({"how": wrong[2], **self._copies.last})
                if self._copies.last["broken"] or self._copies.last["ended"] != PASSED:
                    return

    def _learned_all(self, learned: set[int]) -> bool:
        """Whether there is nothing left to learn: of no assertion, and of no drawing."""
        return not self._draws and learned >= {n for n, spot in enumerate(self._spots) if spot.asserts}

    def _under_attack(self, spot: int, value: object) -> bool:
        """Whether this process is a copy in which the spot is wrong now; splits off the copies at the first reach."""
        if self._copies.attacked is not None or spot in self._results:
            return self._copies.attacked == spot and not self._variant.once
        self._results[spot] = []
        for variant in self._variants:
            wrong = (None, "raises nothing") if value is _SILENCE else variant.make(value)
            if wrong is None or (self._rough and self._learned_all(self._known)):
                continue
            if self._copies.split(spot):
                self._variant = variant
                return True
            self._results[spot].append({"how": wrong[1], **self._copies.last})
            self._known.update(self._copies.last["broken"])
        return False
