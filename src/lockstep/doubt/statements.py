"""Attacks on statements: their words, their formulas, their ids and their programs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lockstep.book.model import STATEMENT_KINDS, Page, Statement
from lockstep.book.page import parse_page
from lockstep.doubt.attack import Attack
from lockstep.doubt.mutations import flipped, swapped
from lockstep.doubt.trial import Trial, front_matter

_REMEDY = "accept the statement as it is, so that the ledger sees every change: make accept ID={}"


def statement_attacks(trial: Trial, page: Page, statement: Statement) -> Iterator[Attack]:
    """Make every attack on one statement."""
    if not trial.concerns(statement.snippet):
        return
    for part in ("text", "proof"):
        if swap := swapped(getattr(statement, part)):
            attacked, words = swap
            what = f"nothing notices when two words of the {part} are swapped: {words}"
            yield _rewritten(trial, page, statement, part, attacked, "words swapped", f"swap {words}", what)
        for tex, attacked in _formulas(trial, statement, part):
            shown = " ".join(tex.split())
            what = f"nothing notices when a sign of a formula of the {part} is turned: {shown}"
            yield _rewritten(trial, page, statement, part, attacked, "formula flipped", f"flip {shown}", what)
    yield _unnamed(trial, page, statement)
    if STATEMENT_KINDS[statement.kind]:
        yield _without_program(trial, statement)


def _formulas(trial: Trial, statement: Statement, part: str) -> Iterator[tuple[str, str]]:
    """Yield each formula of a text, with the text in which it is flipped."""
    text: str = getattr(statement, part)
    end = 0
    for formula in parse_page(trial.book.settings, statement.page, text, chapter=0).formulas:
        start = text.index(formula.tex, text.index("$", end))
        end = text.index("$", start + len(formula.tex)) + (2 if formula.display else 1)
        yield formula.tex, text[:start] + flipped(formula.tex) + text[start + len(formula.tex) :]


def _rewritten(
    trial: Trial, page: Page, statement: Statement, part: str, attacked: str, kind: str, spelling: str, what: str
) -> Attack:
    changed = replace(statement, **{part: attacked})  # type: ignore[arg-type]  # a text or a proof
    beaten = trial.notices(trial.page(page, _with(page, statement, changed)))
    if not beaten:
        head = _head(trial, page, statement)
        text = page.text[head:].replace(getattr(statement, part), attacked, 1)
        beaten = trial.notices(trial.source(page, page.text[:head] + text))
    remedy = _REMEDY.format(statement.ident)
    return trial.attack(statement.snippet, kind, spelling, statement.place, what, remedy, beaten)


def _unnamed(trial: Trial, page: Page, statement: Statement) -> Attack:
    beaten = trial.notices(trial.page(page, _with(page, statement, replace(statement, ident=""))))
    if not beaten:
        head = _head(trial, page, statement)
        text = re.sub(rf"\n +id: *{re.escape(statement.ident)} *(?=\n)", "", page.text[head:], count=1)
        beaten = trial.notices(trial.source(page, page.text[:head] + text))
    what = f"nothing notices when the {statement.kind} {statement.ident!r} has no id"
    remedy = "let a rule ask for ids"
    return trial.attack(statement.snippet, "id dropped", "drop the id", statement.place, what, remedy, beaten)


def _without_program(trial: Trial, statement: Statement) -> Attack:
    programs = {name: each for name, each in trial.book.snippets.items() if name != statement.snippet}
    records = {name: record for name, record in trial.records.items() if name != statement.snippet}
    beaten = trial.notices(replace(trial.book, snippets=programs), records)
    what = f"nothing notices when {statement.ident!r} has no program"
    remedy = "let a rule ask for evidence"
    return trial.attack(statement.snippet, "program dropped", "drop the program", statement.place, what, remedy, beaten)


def _with(page: Page, statement: Statement, changed: Statement) -> Page:
    return replace(page, statements=tuple(changed if each is statement else each for each in page.statements))


def _head(trial: Trial, page: Page, statement: Statement) -> int:
    """Return where a statement starts in the text of its page."""
    lines = page.text.splitlines(keepends=True)
    return sum(map(len, lines[: statement.place.line - 1 - front_matter(trial.book, page)]))
