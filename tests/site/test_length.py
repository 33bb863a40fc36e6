"""How long the essay is on a screen: what a program adds to its chapters stays within bounds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

DOCS = Path(__file__).parents[2] / "docs"
CHAPTERS = [f"essay/{path.stem}/" for path in sorted(DOCS.glob("essay/*.md"))]
#: Screens of 1280 by 800 that all chapters may take, by how much is shown of the programs.
MOST = {"the heart": 175, "results only": 140}
HEIGHT = "() => document.querySelector('article').getBoundingClientRect().height / 800"


@pytest.mark.whole_site
def test_the_chapters_take_no_more_screens_than_these(reader: Callable[..., Page]) -> None:
    page = reader("404.html")
    screens = dict.fromkeys(MOST, 0.0)
    for address in CHAPTERS:
        page.goto(address)
        for name in MOST:
            page.get_by_role("radio", name=name).check()
            screens[name] += page.evaluate(HEIGHT)
    page.evaluate("localStorage.clear()")
    assert {name: round(count) for name, count in screens.items() if count > MOST[name]} == {}
