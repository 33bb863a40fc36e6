"""The `/// kind | title` blocks of a page, found by line, with their options and their content."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import yaml

from lockstep.problem import Problem

_OPEN = re.compile(r"(/{3,}) *([\w-]+) *(?:\| *(.*))?")
_CLOSE = re.compile(r"(/{3,}) *")
_FENCE = re.compile(r"(`{3,}|~{3,})")


@dataclass(frozen=True)
class Block:
    """One block: its head on line `first`, content on lines `start`..`stop`, its end on line `last`."""

    kind: str
    title: str
    options: dict[str, str]
    first: int
    start: int
    stop: int = 0
    last: int = 0


def scan_blocks(path: str, lines: list[str], offset: int) -> tuple[list[Block], list[Problem], list[str]]:
    """Find the blocks of a page, below its front matter, which took `offset` lines.

    Returns:
        The blocks in the order of their heads, what is malformed, and the lines with every head, option and end
        blanked, so that what is left parses as plain Markdown with the same line numbers. Lines count from 1 within
        `lines`.
    """
    blocks: list[Block] = []
    problems: list[Problem] = []
    plain = list(lines)
    stack: list[tuple[str, Block]] = []
    fence = ""
    number = 0
    while number < len(lines):
        number += 1
        line = lines[number - 1]
        if mark := _FENCE.match(line.strip()):
            if not fence:
                fence = mark[1]
            elif line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        if fence:
            continue
        if (match := _CLOSE.fullmatch(line)) and stack and stack[-1][0] == match[1]:
            blocks.append(replace(stack.pop()[1], stop=number - 1, last=number))
            plain[number - 1] = ""
        elif _CLOSE.fullmatch(line):
            problems.append(Problem(path, number + offset, "a block ends here and none is open", "remove this line"))
        elif match := _OPEN.fullmatch(line):
            first = number
            options, number = _options(path, lines, number, offset, problems)
            for blank in range(first, number + 1):
                plain[blank - 1] = ""
            stack.append((match[1], Block(match[2], (match[3] or "").strip(), options, first, number + 1)))
    for marks, top in stack:
        what = f"the block {top.kind!r} is not closed"
        problems.append(Problem(path, top.first + offset, what, f"add a line `{marks}` after it"))
    return sorted(blocks, key=lambda block: block.first), problems, plain


def _options(
    path: str, lines: list[str], number: int, offset: int, problems: list[Problem]
) -> tuple[dict[str, str], int]:
    """Read the indented `name: value` lines below a head; return them and the last line that they take."""
    taken: list[str] = []
    while number < len(lines) and lines[number].startswith("    ") and lines[number].strip():
        taken.append(lines[number])
        number += 1
    if not taken:
        return {}, number
    try:
        options = yaml.safe_load("\n".join(taken))
    except Exception:  # PyYAML lets through what Python says of a date that there is not
        options = None
    if not isinstance(options, dict):
        what = "the block's options are not `name: value` lines"
        problems.append(Problem(path, number - len(taken) + 1 + offset, what, "quote a value that contains a colon"))
        return {}, number
    return {str(name): str(value) for name, value in options.items()}, number
