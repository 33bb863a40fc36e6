"""Names in programs: what of the library each one means, found by reading and without running anything."""

from __future__ import annotations

from lockstep.names.library import Library
from lockstep.names.program import Name

__all__ = ["Library", "Name"]
