"""Which programs a record was made with."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import firsttoken.audit

#: Of the audit, what measures; the others only show or load.
_MEASURES = ("asking", "auditing", "carrying", "comparing", "measuring")


def digest(*own: Path) -> str:
    """Return a digest of what measures in the audit, and of the programs that a record has besides."""
    audits = Path(firsttoken.audit.__file__).parent
    paths = [*(audits / f"{name}.py" for name in _MEASURES), *own]
    return sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()
