"""matplotlib's figures as inline SVG: the same bytes on every run, in the colours and the type of the page.

A run draws in colours that stand for roles, and `to_svg` writes a CSS variable where it finds one. Who runs a
snippet alone gets matplotlib's own colours.
"""

from __future__ import annotations

import io
import re
import warnings
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Near the page's light colours, so that a mixture of them looks right, but nobody's first choice.
_INK, _GRID, _PAPER = "#1b1c1d", "#d8d9da", "#fdfefd"
_SERIES = ("#0072b3", "#d55e01", "#019e73", "#cc79a8", "#e69f01", "#56b4ea")
_VARIABLES = {
    **{colour: f"var(--ls-{number})" for number, colour in enumerate(_SERIES, start=1)},
    **dict.fromkeys((_INK, "#000000"), "var(--ls-ink)"),
    **dict.fromkeys((_PAPER, "#ffffff"), "var(--ls-paper)"),
    _GRID: "var(--ls-grid)",
}
_UPRIGHT = re.compile(r"font-size: ([\d.]+)px; font-family: 'DejaVu Sans'(?:;|$)")
#: The most letters that a drawing may take: a page holds all of it.
MOST = 3_000_000
# Where a thing stands is told to a hundredth of a point, which nobody sees and which makes a drawing a third lighter.
_PLACES = {"d", "x", "y", "transform"}
_LONG = re.compile(r"-0(?![\d.])|-?\d+\.\d{3,}")
_KERNING = 0.15  # em, the most by which two neighbours stand apart from their widths
_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}"


def use_theme() -> None:
    """Let matplotlib draw for the page, whatever the machine's own matplotlibrc says."""
    import matplotlib
    from cycler import cycler

    matplotlib.use("Agg")
    matplotlib.rcdefaults()
    ink = "text.color axes.edgecolor axes.labelcolor xtick.color ytick.color patch.edgecolor hatch.color"
    settings: dict[Any, Any] = {
        **dict.fromkeys(ink.split(), _INK),
        **dict.fromkeys(("grid.color", "legend.edgecolor"), _GRID),
        **dict.fromkeys(("figure.facecolor", "axes.facecolor", "savefig.facecolor"), _PAPER),
        "axes.prop_cycle": cycler(color=_SERIES),
        "axes.axisbelow": True,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "font.family": "DejaVu Sans",  # ships with matplotlib, so that every machine measures text alike
        "font.size": 11.0,
        "axes.titlesize": "medium",
        "figure.figsize": (6.0, 3.4),
        "svg.fonttype": "none",
        "path.simplify_threshold": 0.25,  # of a point: what a line of many points may be off by
    }
    matplotlib.rcParams.update(settings)
    # A reader who runs the snippet alone wants `plt.show()`; here there is nothing to show on.
    warnings.filterwarnings("ignore", "FigureCanvasAgg is non-interactive", UserWarning)


def to_svg(figure: Figure, name: str) -> str:
    """Return a figure as an `<svg>` element for a page.

    It has no background, scales down with the page and takes the page's font.

    Args:
        figure: Drawn under `use_theme`.
        name: Unique among the figures of the site; every id starts with it.

    Raises:
        ValueError: It takes more than `MOST` letters.
    """
    svg = inline(saved(figure, name, transparent=True), name)
    if len(svg) > MOST:
        raise ValueError(f"the figure takes {len(svg)} letters of SVG, more than {MOST}; draw fewer points")
    return svg


def saved(figure: Figure, name: str, *, transparent: bool) -> str:
    """Return a figure as an SVG document, whose ids are made from a name, so that each run makes the same."""
    import matplotlib

    stream = io.StringIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    with matplotlib.rc_context({"svg.hashsalt": name}):
        figure.savefig(
            stream, format="svg", transparent=transparent, bbox_inches="tight", pad_inches=0.05, metadata=nothing
        )
    return stream.getvalue()


def inline(svg: str, name: str) -> str:
    """Return an SVG document of matplotlib's as an element that can stand beside others in one HTML page."""
    root = ElementTree.fromstring(svg)
    width = root.attrib.pop("width").removesuffix("pt")
    del root.attrib["height"], root.attrib["version"]
    for parent in list(root.iter()):
        for child in list(parent):
            # The style sheet selects `*`, here the whole page; its two rules stand on the root instead.
            if child.tag == f"{_SVG}style":
                parent.remove(child)
        if parent.tag == f"{_SVG}text":
            _join_words(parent)
        if parent.tag != f"{_SVG}tspan" and not (parent.text or "").strip():
            parent.text = None
        parent.tail = None
        parent.tag = parent.tag.removeprefix(_SVG)  # in a page of HTML no element names its namespace
        _rewrite(parent, name)
    root.set(
        "style",
        f"width: {float(width) / 12:.2f}em; max-width: 100%; height: auto; fill: var(--ls-ink); "
        "stroke-linejoin: round; stroke-linecap: butt",
    )
    return ElementTree.tostring(root, encoding="unicode")


def _rewrite(element: ElementTree.Element, name: str) -> None:
    for key, value in list(element.attrib.items()):
        if key == "id":
            element.set("id", f"{name}-{value}")
        elif key == f"{_XLINK}href":
            del element.attrib[key]
            element.set("href", re.sub(r"^#", f"#{name}-", value))
        else:
            element.set(key, _restyled(" ".join(value.split()), name))
    for key in _PLACES & set(element.keys()):
        if "scale" not in (value := element.attrib[key]):
            element.set(key, _LONG.sub(_shorter, value))
    if element.get("transform", "").startswith("rotate(0 "):
        del element.attrib["transform"]


def _shorter(number: re.Match[str]) -> str:
    # The minus of a zero goes too.
    return f"{round(float(number[0]), 2) + 0:g}" if abs(float(number[0])) < 1e4 else number[0]


def _restyled(value: str, name: str) -> str:
    value = value.replace("url(#", f"url(#{name}-")
    value = re.sub(r"#[0-9a-f]{6}\b", lambda match: _VARIABLES.get(match[0], match[0]), value)
    return re.sub(r"font-family: [^;]*", "font-family: inherit", value)


def _join_words(text: ElementTree.Element) -> None:
    """Join the upright letters of each word in a label that also holds a formula.

    matplotlib sets such a label letter by letter. Each stands where DejaVu Sans would have it. In the page's font,
    which is narrower, that is a word with gaps; so the letters of a word are joined, and the browser spaces them. The
    word still starts where it did.
    """
    word: ElementTree.Element | None = None
    end = 0.0
    for span in list(text):
        style = span.get("style", "")
        match = _UPRIGHT.match(style)
        letter = (span.text or "").strip()
        if not letter:
            text.remove(span)
        if not match or not letter:
            word = None
            continue
        size, x = float(match[1]), float(span.get("x", "0"))
        line = (style, span.get("y"))
        if word is not None and line == (word.get("style"), word.get("y")) and abs(x - end) < _KERNING * size:
            word.text = f"{word.text}{letter}"
            text.remove(span)
        else:
            word = span
        end = x + _width(letter, size)


def _width(letter: str, size: float) -> float:
    """How far DejaVu Sans advances for a letter."""
    from matplotlib.font_manager import findfont, get_font

    font = get_font(findfont("DejaVu Sans"))
    font.set_size(size, 72)
    return float(font.load_char(ord(letter)).linearHoriAdvance) / 65536
