from __future__ import annotations

import re
import warnings
from xml.etree import ElementTree

import pytest

PLOT = """\
import matplotlib.pyplot as plt

fig, ax = plt.subplots()
for number in range(6):
    ax.plot([1, 2], [number, 3], marker="o", label=f"series {number}")
ax.bar([1], [2], color="k", hatch="//")
ax.text(1, 1, "black", color="black")
ax.set_xlabel(r"$\\sum_t p(x_t)$")
ax.grid()
ax.legend()

plt.figure()
plt.pcolormesh([[1, 2], [3, 4]], edgecolor="white")
plt.colorbar()
plt.show()
"""


@pytest.fixture(scope="module")
def drawings(tmp_path_factory: pytest.TempPathFactory):
    return _draw(tmp_path_factory.mktemp("one"))


def _draw(root):
    from lockstep.book.model import Snippet
    from lockstep.book.settings import Settings
    from lockstep.run.evidence import run_book

    settings = Settings(root, preload=("matplotlib.pyplot",))
    record = run_book([Snippet("fig_it", "snippets/fig_it.py", PLOT, (), ())], {}, settings)["fig_it"]
    assert record.failure is None
    assert record.stderr == ""
    return record.figures


def test_a_figure_is_tagged_with_the_statement_that_opened_it(drawings) -> None:
    assert [drawing.line for drawing in drawings] == [3, 12]


def test_two_folders_give_the_same_bytes(drawings, tmp_path) -> None:
    assert _draw(tmp_path) == drawings


def test_ids_never_meet_and_references_lead_to_ids(drawings) -> None:
    seen: set[str] = set()
    for number, drawing in enumerate(drawings, start=1):
        ids = re.findall(r' id="([^"]*)"', drawing.svg)
        assert len(set(ids)) == len(ids)
        assert all(each.startswith(f"fig_it-{number}-") for each in ids)
        references = re.findall(r'url\(#([^)]*)\)|href="#([^"]*)"', drawing.svg)
        assert references
        assert {one or other for one, other in references} <= set(ids)
        assert seen.isdisjoint(ids)
        seen.update(ids)


def test_the_svg_stands_in_a_page_and_takes_its_size_and_font(drawings) -> None:
    for drawing in drawings:
        root = ElementTree.fromstring(drawing.svg)
        assert {"width", "height"}.isdisjoint(root.attrib)
        assert re.fullmatch(r"0 0 [\d.]+ [\d.]+", root.attrib["viewBox"])
        assert "max-width: 100%" in root.attrib["style"]
        assert set(re.findall(r"font-family: ([^;\"]*)", drawing.svg)) == {"inherit"}
        assert not re.search(r"<\?xml|<!|<style|<metadata|xlink|\n", drawing.svg)


def test_places_are_told_to_a_hundredth_of_a_point(drawings) -> None:
    for drawing in drawings:
        for element in ElementTree.fromstring(drawing.svg).iter():
            for key in ("d", "x", "y", "transform"):
                value = element.get(key, "")
                assert "scale" in value or not re.search(r"\.\d{3}|-0(?![\d.])|e-", value), (key, value)
            assert not element.get("transform", "").startswith("rotate(0")


def test_a_place_is_moved_by_no_more() -> None:
    from lockstep.run.figures import inline

    drawing = '<svg width="9pt" height="9pt" version="1"><path d="M -0.001 7.125 L 1234.56789 0.004" x="{}" /></svg>'
    moved = ElementTree.fromstring(inline(drawing.format("-0"), "one"))[0]
    assert (moved.get("d"), moved.get("x")) == ("M 0 7.12 L 1234.57 0", "0")


def test_colours_are_the_pages(drawings) -> None:
    plot, mesh = (drawing.svg for drawing in drawings)
    for role in ("ink", "grid", "paper", "1", "2", "3", "4", "5", "6"):
        assert f"var(--ls-{role})" in plot
    assert set(re.findall(r"#[0-9a-f]{6}\b", plot)) == set()
    assert "stroke: var(--ls-paper)" in mesh
    assert "#440154" in mesh  # a colour map keeps its own


def test_the_background_is_the_pages(drawings) -> None:
    backgrounds = [f'id="fig_it-1-patch_{number}"><path' for number in (1, 2)]
    for background in backgrounds:
        path = drawings[0].svg.partition(background)[2].partition(">")[0]
        assert path.endswith('style="fill: none" /')


def test_an_image_is_the_same_in_every_run(shelf, tmp_path) -> None:
    source = "import matplotlib.pyplot as plt\nplt.imshow([[1, 2], [3, 4]])\n"
    first = shelf.run(source).figures
    assert "data:image/png;base64" in first[0].svg
    assert type(shelf)(tmp_path / "elsewhere").run(source).figures == first


def test_a_closed_figure_is_not_shown_and_its_number_can_be_used_again(shelf) -> None:
    source = "import matplotlib.pyplot as plt\nplt.figure()\nplt.close()\nplt.figure()\n"
    assert [drawing.line for drawing in shelf.run(source).figures] == [4]


def test_looking_at_figures_does_not_change_the_current_one(shelf) -> None:
    source = """\
import matplotlib.pyplot as plt
first, second = plt.figure(), plt.figure()
_ = plt.figure(1)
x = plt.gcf() is first
"""
    assert shelf.run(source, "x").values == {"x": True}


def test_showing_a_figure_is_no_warning_where_there_is_a_display(shelf) -> None:
    source = "import os\nos.environ['DISPLAY'] = ':0'\nimport matplotlib.pyplot as plt\nplt.figure()\nplt.show()\n"
    record = shelf.run(source)
    assert (record.status, len(record.figures)) == ("passed", 1)


def test_a_figure_that_cannot_be_drawn_fails_at_its_line_and_none_is_shown(shelf) -> None:
    source = """\
import matplotlib.pyplot as plt
plt.figure()
plt.figure().suptitle("$nothing^$")
x = 1
"""
    record = shelf.run(source)
    assert (record.status, record.failure.line, record.figures) == ("raised", 3, ())
    assert record.failure.message.splitlines()[0] == "ValueError: nothing^"


def test_a_drawing_that_no_page_should_hold_is_refused(shelf) -> None:
    record = shelf.run("import matplotlib.pyplot as plt\nplt.scatter(range(30_000), range(30_000))\n")
    assert record.failure.line == 2
    assert "more than 3000000; draw fewer points" in record.failure.message


def test_the_theme_starts_from_matplotlibs_own_defaults() -> None:
    import matplotlib

    from lockstep.run.figures import use_theme

    with matplotlib.rc_context({"lines.linewidth": 9.0}), warnings.catch_warnings():
        use_theme()
        assert matplotlib.rcParams["lines.linewidth"] == 1.5


def test_matplotlib_is_themed_however_late_it_comes(shelf) -> None:
    shelf.write_library("def size():\n    import matplotlib\n    return list(matplotlib.rcParams['figure.figsize'])\n")
    source = "from shelf_library import size\n_ = size()\nx = size()\n"
    assert shelf.run(source, "x").values == {"x": [6.0, 3.4]}


def test_words_beside_a_formula_are_set_as_words(shelf) -> None:
    source = "import matplotlib.pyplot as plt\nplt.xlabel(r'nats per token, $\\log p(a_i\\,b)$ of it')\n"
    (drawing,) = shelf.run(source).figures
    words = re.findall(r"<tspan[^>]*>([^<]*)</tspan>", drawing.svg)
    assert " ".join(sorted(words)) == "( ) a b i it log nats of p per token,"
