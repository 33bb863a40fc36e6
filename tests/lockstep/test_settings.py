"""What lockstep reads in mkdocs.yml, and how it says what is wrong there."""

from __future__ import annotations

from pathlib import Path

import pytest

from lockstep.book.settings import load_settings
from lockstep.problem import BookError


def test_settings_come_from_mkdocs_yml(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(
        "site_url: https://example.org/some/book\n"
        "docs_dir: text\n"
        "nav: [index.md, {Part: [a.md, {Deeper: [b/c.md]}, https://example.org]}]\n"
        "plugins: [{x: !ENV [Y, 1]}, {z: !!python/name:os.path ''}]\n"
        "markdown_extensions:\n  - tables\n  - lockstep.render:\n      chapters: [b/]\n      time_limit: 7\n"
    )
    settings = load_settings(tmp_path)
    assert settings.nav == ("index.md", "a.md", "b/c.md")
    assert (settings.docs, settings.generated, settings.prefix) == ("text", "text/generated", "/some/book/")
    assert (settings.chapters, settings.time_limit) == (("b/",), 7)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (None, "there is no mkdocs.yml"),
        ("a: [", "not YAML"),
        ("markdown_extensions: [{lockstep.render: {chapter: x}}]", "has no option chapter"),
    ],
)
def test_settings_that_are_wrong(tmp_path: Path, text: str | None, what: str) -> None:
    if text is not None:
        (tmp_path / "mkdocs.yml").write_text(text)
    with pytest.raises(BookError, match=what):
        load_settings(tmp_path)
