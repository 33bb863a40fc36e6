"""Attacks on values: each is taken out of its record, and each is typed where a page asks for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lockstep.book.model import Page
from lockstep.book.page import parse_page
from lockstep.doubt.attack import Attack
from lockstep.doubt.trial import Trial, front_matter
from lockstep.math.tex import digits
from lockstep.problem import Place
from lockstep.values import as_tex, format_value, parse_value

_MENTION = re.compile(r"`\{python\}(?P<prose>[^`]*)`|\\py\s*\{(?P<math>[^{}]*)\}")


def deleted_values(trial: Trial) -> Iterator[Attack]:
    """Take each value that a page asks for out of the record of its program."""
    asked = {(value.snippet, value.path): value.place for page in trial.book.pages for value in page.values}
    for (program, path), place in asked.items():
        record = trial.records.get(program)
        if record is None or path not in record.values or not trial.concerns(program):
            continue
        less = replace(record, values={name: value for name, value in record.values.items() if name != path})
        beaten = trial.notices(trial.book, {**trial.records, program: less})
        what = f"nothing notices when the run no longer has the value {program}.{path}"
        yield trial.attack(program, "value deleted", f"delete {path}", place, what, "let a rule ask for it", beaten)


def typed_values(trial: Trial, page: Page) -> Iterator[Attack]:
    """Type each value of a page in place of asking for it."""
    before = front_matter(trial.book, page)
    for match in _MENTION.finditer(page.text):
        try:
            program, path, spec = parse_value(match["prose"] or match["math"])
            text = format_value(trial.records[program].values[path], spec)
        except (ValueError, LookupError):
            continue  # a value that cannot be written is a problem already
        if not trial.concerns(program):
            continue
        in_math = match["math"] is not None
        written = as_tex(text) if in_math else text
        beaten = _typed_is_noticed(trial, page, match, written)
        place = Place(page.path, page.text.count("\n", 0, match.start()) + 1 + before)
        what = f"nothing notices when {written} is typed in place of {match[0]}"
        remedy = "let a rule see it, or take the value out of the text"
        limit = _limit(page, written, in_math=in_math)
        spelling = f"type {path}" + (f":{spec}" if spec else "")
        yield trial.attack(program, "value typed", spelling, place, what, remedy, beaten, limit)


def _typed_is_noticed(trial: Trial, page: Page, match: re.Match[str], written: str) -> bool:
    start, end = page.text.rfind("\n\n", 0, match.start()) + 1, page.text.find("\n\n", match.end())
    end = len(page.text) if end < 0 else end
    paragraph = page.text[start:end]
    attacked = page.text[start : match.start()] + written + page.text[match.end() : end]
    old, new = (parse_page(trial.book.settings, page.path, text, chapter=0) for text in (paragraph, attacked))
    found = tuple(number for number in new.typed if number not in old.typed)
    if found and trial.notices(trial.page(page, replace(page, typed=page.typed + found))):
        return True
    source = page.text[: match.start()] + written + page.text[match.end() :]
    return trial.notices(trial.source(page, source))


def _limit(page: Page, written: str, *, in_math: bool) -> str:
    """Name the rule that lets a value be typed."""
    if not page.strict:
        return "numbers may be typed on this page: it is not among `strict` in mkdocs.yml"
    if in_math and not digits(written):
        return "a formula may hold an integer below ten"
    if not in_math and not re.search(r"\d", written):
        return "only digits are checked: it is a word"
    return ""
