"""A valid call of each public name, and what confirms its answer without the library; each module brings its own."""

from __future__ import annotations

from calls import causal, divergences, long_run, models, pretrained, strings, text, training, unordered
from calls.common import CALLS

__all__ = [
    "CALLS",
    "causal",
    "divergences",
    "long_run",
    "models",
    "pretrained",
    "strings",
    "text",
    "training",
    "unordered",
]
