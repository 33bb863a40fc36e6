"""What a link to a page shows where somebody shares it: what the page is about, and a picture that says it.

Such a picture needs the address at which the site will stand, and without one none is drawn.
"""

from __future__ import annotations

import io
import textwrap
from pathlib import PurePosixPath
from typing import Any

from lockstep.book.model import Page
from lockstep.edition import Edition
from lockstep.run.figures import use_theme
from lockstep.store import write_whole

_WIDE, _HIGH, _DOTS = 12.0, 6.3, 100  # inches, and dots in each: 1200 by 630, as those who show cards ask for
OF_SITE = "card.png"
_TITLE, _SUBTITLE = 27, 46  # letters that fit on a line


def card_of(page: Page) -> str:
    """Return a page's card, a file in the folder of what is generated: that of the site where it has no subtitle."""
    return f"card-{'-'.join(PurePosixPath(page.uri).with_suffix('').parts)}.png" if page.front.subtitle else OF_SITE


def write_cards(edition: Edition, site: str, about: str, address: str) -> None:
    """Draw the cards among what is generated, each with the name of the site. Its own has its first page's title.

    Without an address, those that another build drew are taken away.
    """
    settings = edition.book.settings
    folder = settings.root / settings.generated
    texts = {card_of(page): (page.title, page.front.subtitle) for page in edition.book.pages}
    texts[OF_SITE] = next((page.title for page in edition.book.pages if page.uri in settings.nav[:1]), site), about
    for file in folder.glob("card*.png"):
        if not address or file.name not in texts:
            file.unlink()
    for name, (title, subtitle) in texts.items() if address else ():
        write_whole(folder / name, _drawn(site, title, subtitle))


def _drawn(site: str, title: str, subtitle: str) -> bytes:
    from matplotlib.figure import Figure

    use_theme()
    figure = Figure(figsize=(_WIDE, _HIGH), dpi=_DOTS)
    text: dict[str, Any] = {"x": 0.07, "verticalalignment": "top", "fontfamily": "DejaVu Serif"}
    lines = textwrap.wrap(title, _TITLE)
    figure.text(y=0.88, s="\n".join(lines), fontsize=46, linespacing=1.25, **text)
    below = 0.88 - 0.15 * len(lines) - 0.06
    figure.text(y=below, s=textwrap.fill(subtitle, _SUBTITLE), fontsize=25, linespacing=1.4, color="#5c5b52", **text)
    figure.text(y=0.12, s=site, fontsize=22, fontweight="bold", **text)
    stream = io.BytesIO()
    figure.savefig(stream, format="png", facecolor="#fdfcf7", metadata={"Software": None})
    return stream.getvalue()
