"""A math font that holds what the pages' formulas need, and no more."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from html import unescape
from importlib.metadata import distribution
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import brotli
import fontTools
from fontTools import subset
from fontTools.ttLib import TTFont, TTLibError

from lockstep.store import write_whole

_TAG = re.compile(r"<[^>]*>")
_SINGLE = re.compile(r"<mi>([^<&])</mi>")
# What a browser draws where a tag stands, and no character.
_DRAWN = {"<msqrt": "√", "<mroot": "√"}
_UNIQUE_IDENTIFIER = 3  # in a font's table of names


def code_points(mathml: Iterable[str]) -> frozenset[int]:
    """The code points that a browser draws for these formulas.

    It sets an ``<mi>`` of one letter in italics: the letter of the Mathematical Alphanumeric Symbols, another
    code point than the one in the text.
    """
    points: set[int] = set()
    for formula in mathml:
        drawn = _SINGLE.sub(lambda found: _ITALIC.get(found[1], found[1]), formula)
        points.update(map(ord, unescape(_TAG.sub("", drawn))))
        points.update(ord(sign) for tag, sign in _DRAWN.items() if tag in formula)
    return frozenset(points)


def write_subset(mathml: Iterable[str], target: Path) -> None:
    """Write STIX Two Math as woff2, cut to these formulas, and its licence beside it.

    The bytes depend on the set of code points, the font and fontTools alone. A file that holds the right
    subset is left as it is, so that a server which watches it does not build again.

    Args:
        mathml: All formulas of all pages.
        target: The file to write; its licence is ``OFL.txt`` in the same folder.
    """
    # Found, not imported: the package is wanted for its font, and its import warns.
    source = Path(str(distribution("ziamath").locate_file("ziamath/fonts/STIXTwoMath-Regular.ttf"))).read_bytes()
    points = sorted(code_points(mathml))
    recipe = [source, Path(__file__).read_bytes(), fontTools.version.encode(), repr(points).encode()]
    identity = "lockstep " + hashlib.sha256(b"\0".join(recipe)).hexdigest()
    if _identity(target) != identity:
        write_whole(target, _subset(source, points, identity))
    licence = files("lockstep.math").joinpath("OFL.txt").read_bytes()
    beside = target.with_name("OFL.txt")
    if not beside.exists() or beside.read_bytes() != licence:
        write_whole(beside, licence)


def _italics() -> dict[str, str]:
    """Each letter that has a mathematical italic, and that italic."""
    found = {"h": "ℎ"}  # the Planck constant: a gap in the block below
    for point in range(0x1D434, 0x1D71C):
        italic = chr(point)
        if "MATHEMATICAL ITALIC" in unicodedata.name(italic, ""):
            # One step of decomposition, as normalising would take the symbol ϑ on to the letter θ.
            found[chr(int(unicodedata.decomposition(italic).removeprefix("<font> "), 16))] = italic
    return found


_ITALIC = _italics()


#: What sets formulas: smaller letters of exponents, letters without a dot and flat accents below an accent, and places.
_FEATURES = ["ssty", "dtls", "flac", "ccmp", "mark", "mkmk", "kern"]


def _subset(source: bytes, points: list[int], identity: str) -> bytes:
    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = _FEATURES
    options.hinting = False  # a quarter of the file, for screens of few pixels
    options.name_IDs = ["*"]  # copyright and licence are among them
    font = TTFont(BytesIO(source), recalcTimestamp=False)
    _one_exponent(font)
    worker = subset.Subsetter(options)
    worker.populate(unicodes=points)
    worker.subset(font)
    font["name"].setName(identity, _UNIQUE_IDENTIFIER, 3, 1, 0x409)
    font.flavor = options.flavor
    written = BytesIO()
    font.save(written)
    return written.getvalue()


def _one_exponent(font: TTFont) -> None:
    """Let the exponent of an exponent have the letters of an exponent: its own are a quarter of the file."""
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in (getattr(each, "ExtSubTable", each) for each in lookup.SubTable):
            for letter, (first, *others) in getattr(table, "alternates", {}).items():
                table.alternates[letter] = [first, *([first] if others else [])]


def _identity(target: Path) -> str | None:
    try:
        with TTFont(target) as font:
            return str(font["name"].getDebugName(_UNIQUE_IDENTIFIER))
    except (OSError, TTLibError, brotli.error):
        return None
