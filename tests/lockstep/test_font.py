"""The math font: it holds what formulas need, its bytes are stable, and its licence goes with it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from lockstep.math.font import code_points, write_subset
from lockstep.math.tex import convert

WRITTEN = (
    r"\prod_{t=2}^{n} p(h_t\mid x_{<t})",
    r"\mathcal{L}(\theta)",
    r"\sqrt{\left[\left\{\sum_t |x_t|\right\}\right]}",
)
FORMULAS = [convert(tex, display=True) for tex in WRITTEN]


@pytest.fixture(scope="module")
def subset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("fonts") / "math.woff2"
    write_subset(FORMULAS, target)
    return target


def test_a_single_letter_needs_its_italic() -> None:
    points = code_points(["<math><mi>x</mi><mi>h</mi><mi>θ</mi><mi>log</mi><mi mathvariant='normal'>Δ</mi></math>"])
    assert points == set(map(ord, "𝑥ℎ𝜃Δlog"))


def test_entities_are_characters_and_tags_are_not() -> None:
    points = code_points(["<math><mo>&lt;</mo><mo>&#x2A03;</mo><mo lspace='«'>+</mo></math>"])
    assert {ord("<"), ord("⨃")} <= points
    assert ord("«") not in points


def test_a_root_needs_its_sign_and_nothing_is_there_unasked() -> None:
    assert code_points(["<math><msqrt><mn>2</mn></msqrt></math>"]) == set(map(ord, "√2"))
    assert code_points([]) == set()


def test_the_subset_holds_every_code_point_and_what_stretches(subset: Path) -> None:
    with TTFont(subset) as font:
        characters = font.getBestCmap()
        assert code_points(FORMULAS) <= characters.keys()
        variants = font["MATH"].table.MathVariants
        assert {characters[ord(c)] for c in "()[]{}|√∏∑"} <= set(variants.VertGlyphCoverage.glyphs)
        assert "ssty" in {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
        (smaller,) = (each for each in font["GSUB"].table.LookupList.Lookup if each.LookupType == 3)
        alternates = [each for table in smaller.SubTable for each in table.alternates.values()]
        assert alternates
        assert all(len(set(each)) == 1 for each in alternates)
    assert subset.stat().st_size < 30_000


def test_the_licence_goes_with_the_font(subset: Path) -> None:
    licence = subset.with_name("OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    with TTFont(subset) as font:
        assert "STIX Fonts Project Authors" in font["name"].getDebugName(0)
        assert "SIL Open Font License" in font["name"].getDebugName(13)


def test_another_process_writes_the_same_bytes(subset: Path, tmp_path: Path) -> None:
    program = (
        "import pathlib, sys; from lockstep.math.font import write_subset; "
        "write_subset(sys.argv[2:], pathlib.Path(sys.argv[1]))"
    )
    again = tmp_path / "math.woff2"
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", program, str(again), *reversed(FORMULAS)], check=True, env=environment)
    assert again.read_bytes() == subset.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["OFL.txt", "math.woff2"]


def test_the_file_is_written_only_when_the_code_points_change(subset: Path, tmp_path: Path) -> None:
    target = tmp_path / "math.woff2"
    target.write_bytes(subset.read_bytes())
    before = target.stat()
    write_subset([*FORMULAS, convert("x", display=False)], target)
    assert (target.stat().st_ino, target.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    write_subset([*FORMULAS, convert(r"\Omega", display=False)], target)
    assert target.read_bytes() != subset.read_bytes()


@pytest.mark.parametrize("damage", [b"", b"no font", None])
def test_a_damaged_file_is_written_again(subset: Path, tmp_path: Path, damage: bytes | None) -> None:
    target = tmp_path / "math.woff2"
    target.write_bytes(subset.read_bytes()[:3000] if damage is None else damage)
    write_subset(FORMULAS, target)
    assert target.read_bytes() == subset.read_bytes()
