"""What a theme has rules for and a site does not have, left out of the sheet that every page waits for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path

import tinycss2
from tinycss2.ast import Node

_CLASSES = re.compile(r"\bclass=(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))")
_WORD = re.compile(r"[A-Za-z_][\w-]*")
_ASKED = re.compile(r"var\(\s*(--[\w-]+)")
_PROPERTY = re.compile(r"--[\w-]+")
_HOLD_RULES = {"media", "supports", "container"}


def classes_of(site: Path) -> frozenset[str]:
    """Return the classes of all pages of a site, and each word of its scripts, for it may become one."""
    found: set[str] = set()
    for page in site.rglob("*.html"):
        found.update(word for groups in _CLASSES.findall(page.read_text("utf-8")) for word in "".join(groups).split())
    for script in site.rglob("*.js"):
        found.update(_WORD.findall(script.read_text("utf-8")))
    return frozenset(found)


def without_unused(sheet: str, classes: frozenset[str]) -> str:
    """Return a sheet without the selectors that ask for a class which is not among these; all else stays as it is."""

    def write(rule: Node) -> str:
        selectors = _selectors(rule.prelude)
        used = [each for each in selectors if _asked(each) <= classes]
        if len(used) == len(selectors):
            return str(rule.serialize())
        head = ",".join(tinycss2.serialize(each).strip() for each in used)
        return f"{head}{{{tinycss2.serialize(rule.content)}}}" if used else ""

    return _rewritten(tinycss2.parse_stylesheet(sheet), write)


def properties_of(site: Path, joined: Iterable[str]) -> frozenset[str]:
    """Return the custom properties that a site asks for apart from sheets that are joined, or that a script names."""
    left_out = {site / part for part in joined}
    found: set[str] = set()
    for file in (*site.rglob("*.html"), *(sheet for sheet in site.rglob("*.css") if sheet not in left_out)):
        found.update(_ASKED.findall(file.read_text("utf-8")))
    for script in site.rglob("*.js"):
        found.update(_PROPERTY.findall(script.read_text("utf-8")))
    return frozenset(found)


def without_unasked(sheet: str, elsewhere: frozenset[str]) -> str:
    """Return a sheet without the custom properties for which neither it asks nor what is elsewhere."""
    asked = elsewhere.union(_ASKED.findall(sheet))

    def write(rule: Node) -> str:
        content = tinycss2.parse_blocks_contents(rule.content)
        kept = [each for each in content if not _is_property(each) or each.name in asked]
        if len(kept) == len(content):
            return str(rule.serialize())
        declares = any(each.type == "declaration" for each in kept)
        return f"{tinycss2.serialize(rule.prelude)}{{{tinycss2.serialize(kept)}}}" if declares else ""

    less = _rewritten(tinycss2.parse_stylesheet(sheet), write)
    # What was left out may have been the only one to ask for another.
    return sheet if less == sheet else without_unasked(less, elsewhere)


def _is_property(part: Node) -> bool:
    return bool(part.type == "declaration" and part.name.startswith("--"))


def _rewritten(rules: Iterable[Node], write: Callable[[Node], str]) -> str:
    """Return rules with each style rule as it is to be written, also within others; nothing around nothing."""
    found = ""
    for rule in rules:
        if rule.type == "qualified-rule":
            found += write(rule)
        elif rule.type == "at-rule" and rule.lower_at_keyword in _HOLD_RULES and rule.content is not None:
            inside = _rewritten(tinycss2.parse_rule_list(rule.content), write)
            found += f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inside}}}" if inside.strip() else ""
        else:
            found += rule.serialize()
    return found


def _selectors(prelude: Iterable[Node]) -> list[list[Node]]:
    """Return the selectors of a rule apart. A comma within brackets is within one of them."""
    found: list[list[Node]] = [[]]
    for token in prelude:
        if token == ",":
            found.append([])
        else:
            found[-1].append(token)
    return found


def _asked(selector: list[Node]) -> set[str]:
    """Return the classes that an element, or one around it, has to have. In brackets stand alternatives."""
    return {after.value for before, after in pairwise(selector) if before == "." and after.type == "ident"}
