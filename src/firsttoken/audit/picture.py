"""A picture of what tokens cost by their position, behind each start."""

from __future__ import annotations

import textwrap
import warnings
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from itertools import cycle
from pathlib import Path
from typing import Any

from firsttoken.audit.judging import Mean
from firsttoken.audit.position import PARTS
from firsttoken.errors import FirstTokenError

_MARKS = "osD^vPX*<>"


def drawable(name: str) -> Path:
    """Return the path of a picture that can be written.

    Raises:
        FirstTokenError: If its name ends in neither `.svg` nor `.png`, its folder is missing, or matplotlib is.
    """
    path = Path(name).expanduser()
    if path.suffix not in (".svg", ".png"):
        raise FirstTokenError(f"a picture is a file .svg or .png; given {name}", "Name it costs.svg, say")
    if not path.parent.is_dir():
        raise FirstTokenError(f"there is no folder {path.parent}", "Make it, or name another")
    if find_spec("matplotlib") is None:
        raise FirstTokenError(
            "to draw a picture, the package matplotlib is missing", "Run pip install 'first-token[audit]'"
        )
    return path


def draw(path: Path, costs: Mapping[str, Sequence[Mean | None]], uniform: float, title: str) -> None:
    """Write a picture as SVG or PNG, the same bytes for the same costs.

    Args:
        path: The file.
        costs: By start, the cost of a token in each of `PARTS`.
        uniform: What a token costs by the uniform law.
        title: What stands above.

    Raises:
        FirstTokenError: If the file cannot be written.
    """
    import matplotlib
    from matplotlib.figure import Figure

    # A name is a text and no formula. In SVG it stays text, for its letters may be none of the font's here.
    settings: Any = {"text.parse_math": False, "svg.hashsalt": "firsttoken", "svg.fonttype": "none"}
    with matplotlib.rc_context(), warnings.catch_warnings():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(settings)
        warnings.filterwarnings("ignore", "Glyph", UserWarning)
        figure = Figure(figsize=(7, 4.5), layout="constrained")
        axes = figure.add_subplot()
        for row, ((start, means), mark) in enumerate(zip(costs.items(), cycle(_MARKS), strict=False)):
            beside = (row - (len(costs) - 1) / 2) * 0.6 / len(costs)  # so that no error hides another
            known = [(place + beside, mean) for place, mean in enumerate(means) if mean is not None]
            places, of = zip(*known, strict=True)
            errors = [mean.error if mean.n > 1 else 0.0 for mean in of]
            axes.errorbar(places, [mean.mean for mean in of], errors, fmt=f"{mark}-", ms=4, lw=1, label=repr(start))
        axes.axhline(uniform, color="0.5", ls="--", lw=1, label="the uniform law")
        axes.set_xticks(range(len(PARTS)), [f"{a}" if a == b else f"{a}–{b}" for a, b in PARTS])
        axes.set_ylim(0)
        axes.set_xlabel("position in the document")
        axes.set_ylabel("cost of a token, nats")
        axes.set_title(textwrap.shorten(title, 70), fontsize="medium", loc="left")
        axes.spines[["top", "right"]].set_visible(False)
        axes.legend(frameon=False, title="behind")
        try:
            figure.savefig(path, format=path.suffix[1:], metadata={"Date": None} if path.suffix == ".svg" else None)
        except OSError as error:
            raise FirstTokenError(f"{path} cannot be written: {error.strerror}", "Name another file") from error
