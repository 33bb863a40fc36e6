"""In the process of a snippet: the program runs once, and splits off an attacked copy of itself at every site.

At the first reach of a site that has something to attack, the process forks. The copy makes the result wrong, there
and at every later reach of the site, which is what a wrong function would do; it runs on to the end, reports which
assertions fail, and is gone. The original waits for it, and goes on unharmed. So nothing that ran before the site runs
again, however long it took.
"""

from __future__ import annotations

import json
import os
import signal
import warnings
from collections.abc import Callable, Collection, Mapping
from dataclasses import astuple, dataclass, replace
from functools import partial
from typing import Any

from lockstep.doubt.instrument import CALL, CHECK, EACH, ITEM, READ, Site, instrument
from lockstep.doubt.library import Library
from lockstep.doubt.perturb import perturbed
from lockstep.doubt.rough import A_LITTLE, ROUGHLY
from lockstep.run.child import Task, run
from lockstep.run.record import Record
from lockstep.run.statements import Step

RESULTS, NEGATED, SITES = "results", "negated", "sites"

#: How a copy ended that nothing stopped.
PASSED = "passed"

_SILENCE = object()  # stands for the result of a call that raises: that it does not


@dataclass(frozen=True)
class Orders:
    """What to attack in one snippet.

    Attributes:
        limit: The seconds that one attacked copy may take.
        broken: The assertions that an attack has broken. With it, results are made very wrong, to see whether the
            others can be broken at all; without it, they are made a little wrong, and each assertion is negated.
    """

    limit: float
    broken: Collection[int] | None = None


def watch(task: Task, orders: Mapping[str, Orders]) -> Record:
    """Run a snippet with every attack on it; to be given to `run_all`.

    Args:
        task: The run; its own limit is for all the attacks together.
        orders: What to attack, by snippet.

    Returns:
        The record of the unharmed run, whose values are what the attacks did.
    """
    watcher = Watcher(Library(folder.name for folder in task.scene.library), orders[task.name])
    record = run(task, watcher.compiled, watcher.hooks)
    if watcher.attacked is not None:
        watcher.leave(PASSED if record.failure is None else record.failure.message)
    return replace(record, values=watcher.answers())


class Watcher:
    """The hooks of one running snippet."""

    def __init__(self, library: Library, orders: Orders) -> None:
        self._library, self._limit = library, orders.limit
        self._rough = orders.broken is not None
        self._variants = ROUGHLY if self._rough else A_LITTLE
        self._sites: list[Site] = []
        self._results: dict[int, list[dict[str, Any]]] = {}
        self._negated: dict[int, dict[str, Any]] = {}
        self._known = set(orders.broken or ())  # assertions that some attack has broken
        self._broken: set[int] = set()  # those that the attack on this copy has broken
        self._settled: set[int] = set()  # those that it cannot break any more
        self._report, self._last = -1, dict[str, Any]()
        self._variant = A_LITTLE[0]
        self.attacked: int | None = None

    @property
    def hooks(self) -> dict[str, Callable[..., object]]:
        """The hooks by their global names."""
        return {CALL: self._call, READ: self._read, ITEM: self._item, EACH: self._each, CHECK: self._check}

    def compiled(self, source: str, path: str) -> list[Step]:
        """Compile the snippet, and remember its sites."""
        steps, self._sites = instrument(source, path)
        return steps

    def answers(self) -> dict[str, object]:
        """Return what the attacks did: on each result, and on each assertion, by site; and the sites."""
        return {
            SITES: list(map(astuple, self._sites)),
            RESULTS: sorted(self._results.items()),
            NEGATED: sorted(self._negated.items()),
        }

    def _call(self, site: int, function: Callable[..., object]) -> Callable[..., object]:
        def called(*args: object, **kwargs: object) -> object:
            if self._library.answers(function, args):
                return self._result(site, partial(function, *args, **kwargs))
            return function(*args, **kwargs)

        return called

    def _read(self, site: int, value: object, name: str) -> object:
        read = partial(getattr, value, name)
        return self._result(site, read) if self._library.holds(value) else read()

    def _item(self, site: int, value: Any, index: object) -> object:
        if self._library.holds(value):
            return self._result(site, lambda: value[index])
        return value[index]

    def _each(self, site: int, value: Any) -> object:
        return self._result(site, lambda: iter(value)) if self._library.holds(value) else value

    def _result(self, site: int, compute: Callable[[], object]) -> object:
        try:
            value = compute()
        except StopIteration:
            raise
        except Exception:
            if self._under_attack(site, _SILENCE):
                return None
            raise
        if not self._sites[site].used or perturbed(value) is None:
            self._library.keep(value)
            return value
        if not self._under_attack(site, value):
            return value
        wrong = self._variant.make(value)
        return value if wrong is None else wrong[0]

    def _check(self, site: int, condition: object) -> None:
        holds = bool(condition)
        if self.attacked is None:
            if not holds:
                raise AssertionError(self._sites[site].source)
            if not self._rough and site not in self._negated:
                if self._split(site):
                    raise AssertionError
                self._negated[site] = self._last
        elif self.attacked == site:
            raise AssertionError
        elif not holds or self._sites[site].once:
            (self._settled if holds else self._broken).add(site)
            learned = self._known | self._broken | self._settled
            if (self._broken or self._rough) and learned >= self._assertions():
                self.leave("stopped")  # there is nothing left to learn

    def _assertions(self) -> set[int]:
        return {number for number, site in enumerate(self._sites) if site.asserts}

    def _under_attack(self, site: int, value: object) -> bool:
        """Whether this process is a copy in which the site is wrong now; splits off the copies at the first reach."""
        if self.attacked is not None or site in self._results:
            return self.attacked == site and not self._variant.once
        self._results[site] = []
        for variant in self._variants:
            wrong = (None, "raises nothing") if value is _SILENCE else variant.make(value)
            if wrong is None or (self._rough and self._known >= self._assertions()):
                continue
            if self._split(site):
                self._variant = variant
                return True
            self._results[site].append({"how": wrong[1], **self._last})
            self._known.update(self._last["broken"])
        return False

    def _split(self, site: int) -> bool:
        """Fork. In the copy, return True; in the original, return False once the copy has left its report."""
        receiver, sender = os.pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that a forked thread may hold a lock: the copy has a time limit
            process = os.fork()
        if not process:
            os.close(receiver)
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_REAL, self._limit)
            self.attacked, self._report = site, sender
            return True
        os.close(sender)
        with os.fdopen(receiver, encoding="utf-8") as pipe:
            written = pipe.read()
        os.waitpid(process, 0)
        self._last = json.loads(written) if written else {"broken": [], "ended": "ran out of time, or was killed"}
        return False

    def leave(self, ended: str) -> None:
        """End this copy, with its report."""
        with os.fdopen(self._report, "w", encoding="utf-8") as pipe:
            json.dump({"broken": sorted(self._broken), "ended": ended}, pipe)
        os._exit(0)
