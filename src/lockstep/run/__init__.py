"""Runs each snippet once, in a process of its own, and keeps a record of what it did.

Here is only what the process of a snippet needs, which starts often; what runs a whole book is in `run.evidence`.
"""

from __future__ import annotations

from lockstep.run.record import Drawing, Failure, Output, Record

__all__ = ["Drawing", "Failure", "Output", "Record"]
