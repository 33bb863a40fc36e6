"""Python-Markdown extensions over a book and its records: they show what was found, and decide nothing."""

from __future__ import annotations

from typing import Any

from lockstep.render.extension import LockstepExtension


def makeExtension(**config: Any) -> LockstepExtension:  # noqa: N802 (the name that Python-Markdown looks for)
    """Return the extension; `config` is what mkdocs.yml says under `lockstep.render`."""
    return LockstepExtension(**config)
