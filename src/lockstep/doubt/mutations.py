"""Small changes that make a text say something else, and that nobody would see at a glance."""

from __future__ import annotations

import re

_PAIRS = (
    ("<", ">"),
    (r"\le", r"\ge"),
    (r"\leq", r"\geq"),
    ("+", "-"),
    (r"\min", r"\max"),
    (r"\subseteq", r"\supseteq"),
)
_FLIPS = {**dict(_PAIRS), **{there: here for here, there in _PAIRS}, "=": r"\ne", r"\in": r"\notin"}
# A value's spelling holds signs of its own, and so may text: neither is part of the formula.
_TOKEN = re.compile(r"\\(?:py|text|begin|end)\s*\{[^{}]*\}|\\[A-Za-z]+|\\.|.", re.DOTALL)
_WORD = r"[^\W\d_]{2,}"
_TWO_WORDS = re.compile(rf"(?<![\w\\@$`{{.:-])({_WORD})(\s+)({_WORD})(?![\w:$`}}(-])")


def flipped(tex: str) -> str:
    r"""Return a formula with its first relation or sign outside braces turned: `x \le y` becomes `x \ge y`.

    A formula that has none gets a minus in front.
    """
    depth = 0
    for token in _TOKEN.finditer(tex):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if depth == 0 and token[0] in _FLIPS:
            turned = _FLIPS[token[0]]
            blank = " " if turned.startswith("\\") else ""
            return tex[: token.start()] + turned + blank + tex[token.end() :]
    return f"-{tex}"


def swapped(text: str) -> tuple[str, str] | None:
    """Return a text with its first two neighbouring words that differ swapped, and the two; None without such words."""
    for match in _TWO_WORDS.finditer(text):
        first, blank, second = match.groups()
        if first.lower() != second.lower():
            return text[: match.start()] + second + blank + first + text[match.end() :], f"{first} {second}"
    return None
