"""JSON in few lines: what fits on a line stands on one, and so does a list of plain values. Five digits a number."""

from __future__ import annotations

import json
from typing import Any

_WIDTH = 118


def compact(value: Any) -> str:
    """Return a value as JSON, which ends in a line break. What is no finite number is an error."""
    return _lines(_short(value), "") + "\n"


def _lines(value: Any, indent: str) -> str:
    line = json.dumps(value, ensure_ascii=False, allow_nan=False)
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    if len(line) + len(indent) <= _WIDTH or not any(isinstance(each, dict | list) for each in inner):
        return line
    heads = (
        [f"{json.dumps(name, ensure_ascii=False)}: " for name in value]
        if isinstance(value, dict)
        else [""] * len(inner)
    )
    parts = [f"{indent} {head}{_lines(each, indent + ' ')}" for head, each in zip(heads, inner, strict=True)]
    return f"{line[0]}\n" + ",\n".join(parts) + f"\n{indent}{line[-1]}"


def _short(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _short(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_short(each) for each in value]
    return float(f"{value:.5g}") if isinstance(value, float) else value
