"""Names in programs: what of the library each one means, found by reading and without running anything."""

from __future__ import annotations

from lockstep.names.library import Library
from lockstep.names.read import Name, read_names

__all__ = ["Library", "Name", "read_names"]
