"""What one page says, quoted on another."""

from __future__ import annotations

import pytest

from lockstep.render.said import moved


@pytest.mark.parametrize(
    "said",
    [
        "It costs `{python} laws.more['texts']['uniform'][0]:.1f` nats.",
        r"It draws $\py{laws.kept[1][0]}$ of them.",
        "It has `{python} rows[0][1]` of them.",
    ],
)
def test_the_brackets_of_a_value_are_no_link(said: str) -> None:
    assert moved(said, "one.md", "two.md") == said


def test_a_link_by_name_is_only_its_words() -> None:
    assert moved("as [they say][source] it is", "one.md", "two.md") == "as they say it is"
    assert moved("([they say][])", "one.md", "two.md") == "(they say)"
