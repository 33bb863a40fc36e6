"""Attacks on what is shown: each fence is taken out of its page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lockstep.book.model import Page
from lockstep.doubt.attack import Attack
from lockstep.doubt.trial import Trial


def dropped_fences(trial: Trial, page: Page) -> Iterator[Attack]:
    """Drop each fence of a page."""
    for fence in page.fences:
        if trial.concerns(fence.snippet):
            fences = tuple(each for each in page.fences if each is not fence)
            beaten = trial.notices(trial.page(page, replace(page, fences=fences)))
            shown = f"{fence.snippet}.py" + (f":{fence.section}" if fence.section else "")
            what = f"nothing notices when {shown} is shown no more"
            remedy = "remove the fence, if nothing needs it"
            yield trial.attack(fence.snippet, "fence dropped", f"drop {shown}", fence.place, what, remedy, beaten)
