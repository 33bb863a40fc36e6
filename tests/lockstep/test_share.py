"""What is shown of a page where somebody shares a link to it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import matplotlib.image
import pytest
from bs4 import BeautifulSoup
from mkdocs.commands.build import build
from mkdocs.config import load_config

import lockstep
from lockstep.accept import accept
from lockstep.edition import Edition
from lockstep.site import check_site, hooks
from lockstep.site.publish import write_generated
from lockstep.site.share import write_cards

AT = "https://example.org/book2/"
SUBTITLE = "What odd numbers add up to."


HOOKS, THEME = Path(hooks.__file__), Path(lockstep.__file__).parent / "theme"


@pytest.fixture
def made(squares: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Make the site of a book whose first chapter has a subtitle."""
    file = squares / "docs" / "chapters" / "squares.md"
    file.write_text(f'---\nsubtitle: "{SUBTITLE}"\n---\n{file.read_text("utf-8")}', "utf-8")
    monkeypatch.chdir(squares)
    assert accept(squares, ["docs/chapters/squares.md"]) == 0

    def made(address: str) -> Path:
        site, theme = squares / "site", {"name": "material", "font": False, "custom_dir": str(THEME)}
        given = {"site_url": address, "site_description": "Odd sums.", "theme": theme, "hooks": [str(HOOKS)]}
        build(load_config(str(squares / "mkdocs.yml"), site_dir=str(site), **given))
        return site

    return made


def told(file: Path) -> dict[str, str]:
    soup = BeautifulSoup(file.read_text("utf-8"), "html.parser")
    return {str(tag.get("property") or tag.get("name")): str(tag.get("content")) for tag in soup.find_all("meta")}


def test_a_page_says_what_it_is_about_and_shows_a_picture_of_that(made: Callable[[str], Path], squares: Path) -> None:
    site = made(AT)
    chapter, other = (told(site / "chapters" / name / "index.html") for name in ("squares", "primes"))
    assert chapter["description"] == chapter["og:description"] == SUBTITLE
    assert other["description"] == other["og:description"] == "Odd sums."
    assert chapter["og:url"] == f"{AT}chapters/squares/"
    names = [each["og:image"].removeprefix(AT) for each in (chapter, other)]
    assert names == ["generated/card-chapters-squares.png", "generated/card.png"]
    images = [(site / name).read_bytes() for name in names]
    assert images[0] != images[1]
    assert [matplotlib.image.imread(io.BytesIO(image)).shape[:2] for image in images] == [(630, 1200)] * 2
    assert [each for each in check_site(Edition.make(squares), site) if AT in each.what] == []


def test_without_an_address_there_is_no_picture(made: Callable[[str], Path]) -> None:
    made(AT)
    site = made("")
    assert told(site / "index.html")["og:description"] == "Odd sums."
    assert "og:image" not in told(site / "index.html")
    assert list(site.rglob("card*.png")) == []


def test_a_book_without_a_nav_has_a_picture_as_well(squares: Path) -> None:
    config = squares / "mkdocs.yml"
    head, _, rest = config.read_text("utf-8").partition("nav:\n")
    config.write_text(head + rest[rest.index("theme:") :], "utf-8")
    write_generated(edition := Edition.make(squares))
    write_cards(edition, "Squares", "Odd sums.", AT)
    assert [file.name for file in squares.rglob("card*.png")] == ["card.png"]
