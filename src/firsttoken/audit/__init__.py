"""Whether a model knows how texts begin, and which ids it reads before them: `firsttoken audit`.

`import firsttoken` does not import it. To load models it needs the extra `audit`, which is transformers and what
that needs for GGUF files.
"""

from __future__ import annotations

from firsttoken.audit.auditing import audit
from firsttoken.audit.facts import Fact
from firsttoken.audit.judging import Answer, Mean, Signs, Verdict, verdict
from firsttoken.audit.report import SCHEMA, Report, Start
from firsttoken.audit.rows import training_row

__all__ = [
    "SCHEMA",
    "Answer",
    "Fact",
    "Mean",
    "Report",
    "Signs",
    "Start",
    "Verdict",
    "audit",
    "training_row",
    "verdict",
]
