"""Doubt of figures: what is drawn and does not depend on the library is found, or has its reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from attacking import Replace, on_programs, survived

from lockstep.doubt.reasons import read_reasons, stale, unexplained
from lockstep.edition import Edition

FIGURE = "snippets/fig_squares.py"
DRAWN = 'axes.plot([sum(odds(count)) for count in range(8)], "o-")\n'
#: name: what is drawn beside DRAWN, and what of it does not depend on the library.
DRAWINGS = {
    "nothing else": ("", set()),
    "a line that was typed": ('axes.plot([0, 1, 4, 9], label="squares")\n', {"drawn squares"}),
    "bars that were typed": ("axes.bar([1, 2], [1, 4])\n", {"drawn BarContainer"}),
    "bars of the library": ("axes.bar([1, 2], odds(2))\n", set()),
    "points that were typed": ("axes.scatter([1, 2], [1, 4])\n", {"drawn PathCollection"}),
    "an area": ("axes.fill_between([0, 1], odds(2))\n", set()),
    "an image that was typed": ("axes.imshow([[1.0, 2.0]])\n", {"drawn AxesImage"}),
    "areas of points": ("axes.scatter([1, 2], [1, 4], s=odds(2))\n", set()),
    "a line that only a very wrong result moves": ("axes.axhline(min(odds(2)) > 0)\n", set()),
    "a line that was typed, behind an error": (
        "assert odds(2)[0] / odds(2)[1]\naxes.axhline(4)\n",
        {"drawn Line2D (2)"},
    ),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_what_a_figure_draws_depends_on_the_library(name: str, squares: Path, replace: Replace) -> None:
    source, left = DRAWINGS[name]
    replace(FIGURE, DRAWN, DRAWN + source)
    assert survived(on_programs(squares, "fig_squares")) == left


def test_one_reason_is_for_all_attacks_that_begin_alike(squares: Path, replace: Replace) -> None:
    replace(FIGURE, DRAWN, DRAWN + "axes.axhline(4)\naxes.axhline(9)\n")
    attacks = on_programs(squares, "fig_squares").values()
    settings = Edition.make(squares).book.settings
    for key, left in (("drawn *", 0), ("drawn Line2D (2)", 1), ("drawn circles*", 2)):
        (squares / "snippets" / "doubt.toml").write_text(f'[fig_squares]\n"{key}" = "marks of a scale"\n')
        reasons = read_reasons(settings)
        assert len(list(unexplained(attacks, reasons, settings))) == left
        assert len(list(stale(attacks, reasons, settings))) == (left == 2)
