"""What a snippet did when it ran: the only thing that the rest of lockstep knows about a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Status = Literal["passed", "raised", "timeout", "killed"]


@dataclass(frozen=True)
class Failure:
    """Why a snippet did not pass.

    Attributes:
        line: The last line that ran in the snippet's own file, from 1.
        message: What was raised, with the values that a failed assertion compared, or how the process ended.
    """

    line: int
    message: str


@dataclass(frozen=True)
class Output:
    """What one top-level statement printed; `line` is its first line."""

    line: int
    text: str


@dataclass(frozen=True)
class Drawing:
    """A figure as inline SVG; `line` is the first line of the top-level statement that opened it."""

    line: int
    svg: str


@dataclass(frozen=True)
class Record:
    """One run of one snippet.

    Attributes:
        snippet: The snippet's name.
        status: How the run ended. A failed assertion, a warning and `sys.exit` are all "raised".
        failure: Why, unless the status is "passed".
        reached: Lines of the `assert` statements that were evaluated, whatever they gave.
        outputs: What was printed, in source order of the top-level statements.
        figures: What was drawn and left open; empty unless the status is "passed".
        values: The values asked for, by path.
        missing: The paths that gave no value, each with the reason.
        stderr: What arrived on the standard error, and on the standard output from below Python.
        reads: What it read beside the library, by path from the book's root or in full, with digests; see `closed`.
        seconds: How long the snippet ran. The one entry that differs between runs; it is not published.
    """

    snippet: str
    status: Status
    failure: Failure | None = None
    reached: tuple[int, ...] = ()
    outputs: tuple[Output, ...] = ()
    figures: tuple[Drawing, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    stderr: str = ""
    reads: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def asked(self) -> frozenset[str]:
        """The paths that this run was asked for."""
        return frozenset(self.values) | frozenset(self.missing)

    def to_json(self) -> dict[str, Any]:
        """Return the record as what `json.dumps` takes."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Record:
        """Return the record that `to_json` wrote.

        Raises:
            KeyError, TypeError: The data are not those of a record.
        """
        parts = {
            "failure": None if data["failure"] is None else Failure(**data["failure"]),
            "reached": tuple(data["reached"]),
            "outputs": tuple(Output(**each) for each in data["outputs"]),
            "figures": tuple(Drawing(**each) for each in data["figures"]),
        }
        return cls(**{**data, **parts})
