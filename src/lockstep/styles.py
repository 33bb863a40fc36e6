"""The style sheet of all that lockstep renders, for a book that has no theme of lockstep's."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

#: In the order in which one overrides another, as in the theme's main.html.
STYLES = ("colours", "material", "lockstep", "code", "reference", "api", "print")


def write_styles(target: Path) -> None:
    """Write one style sheet; one that is right is left alone, so that a server which watches it does not build again.

    Args:
        target: The file to write, beside the math font that it names.
    """
    folder = files("lockstep").joinpath("theme", "assets")
    content = "\n".join(folder.joinpath(f"{name}.css").read_text("utf-8") for name in STYLES)
    if target.is_file() and target.read_text("utf-8") == content:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    draft.write_text(content, "utf-8")
    draft.replace(target)
