"""Runs each snippet once, in a process of its own, and keeps a record of what it did."""

from __future__ import annotations

from lockstep.run.evidence import run_book
from lockstep.run.record import Drawing, Failure, Output, Record

__all__ = ["Drawing", "Failure", "Output", "Record", "run_book"]
