"""Labs: run once, kept until something changes, refused for what a reader must not see, shown as the site's pages."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import lockstep.lab.hooks
from lockstep.accept import review
from lockstep.book import Book
from lockstep.edition import Edition
from lockstep.lab.run import run_labs
from lockstep.problem import BookError

LAB = """\
# %% [markdown]
# # How odd
#
# The sums of odd numbers, $n^2$, once more.

# %%
import matplotlib.pyplot as plt

from arithmetic import odds

print(sum(odds(9)))
print("| what | of `<|x|>` |")
print("| ---- | ---------: |")
print("| '<|a&b|>' | 5 |")
print("| | 6 |")
print("that is all")

# %% [markdown]
# ## A picture

# %%
figure, axes = plt.subplots()
axes.plot(odds(5), "C0")
figure.set_label("A line that rises & rises.")
figure.suptitle("It rises\\n& rises.")
plt.show()
"""


def with_lab(root: Path, source: str = LAB) -> Path:
    """Put a lab into the book."""
    folder = root / "docs" / "lab"
    folder.mkdir(exist_ok=True)
    (folder / "odd.py").write_text(source, "utf-8")
    return root


def run(root: Path) -> Path:
    book = Book.load(root)
    return run_labs(book.labs, book.settings)["lab/odd.py"]


def test_what_a_lab_reads_is_part_of_what_it_was_made_from(squares: Path) -> None:
    (squares / "n.txt").write_text("504")
    path = run(with_lab(squares, "# %% [markdown]\n# # One\n\n# %%\nprint(open('n.txt').read())\n"))
    first = path.stat().st_mtime_ns
    run(squares)
    assert path.stat().st_mtime_ns == first
    (squares / "n.txt").write_text("505")
    run(squares)
    assert "505" in path.read_text("utf-8")


def refusal(root: Path) -> tuple[int, str]:
    with pytest.raises(BookError) as caught:
        run(root)
    [problem] = caught.value.problems
    assert problem.path == "docs/lab/odd.py"
    return problem.line, problem.what


@pytest.fixture(scope="module")
def built(squares_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book with a lab, built once."""
    root = with_lab(Path(shutil.copytree(squares_run, tmp_path_factory.mktemp("lab") / "book")))
    config = root / "mkdocs.yml"
    text = config.read_text("utf-8")
    plugin = "  - mkdocs-jupyter:\n      enabled: !ENV [LOCKSTEP_WHOLE, true]\n"
    plugin += "      include: [lab/*.py, labs/*.ipynb]\n      include_source: true\n      ignore_h1_titles: true\n"
    text = text.replace("  - search\n", f"  - search\n{plugin}")
    text = text.replace("  - Reference:\n", "  - Labs:\n      - How odd: lab/odd.py\n  - Reference:\n")
    config.write_text(f"{text}hooks: [{lockstep.lab.hooks.__file__}]\n", "utf-8")
    return root


def build(root: Path, **surroundings: str) -> Path:
    command = [sys.executable, "-m", "lockstep", "build"]
    environment = {**os.environ, **surroundings}
    review(root, lambda question: "y")
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "build" / "site"


@pytest.fixture(scope="module")
def lab_run(squares_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book with the lab, run once."""
    root = with_lab(Path(shutil.copytree(squares_run, tmp_path_factory.mktemp("run") / "book")))
    run(root)
    return root


@pytest.fixture
def lab(lab_run: Path, tmp_path: Path) -> Path:
    """A copy of it for a test to change."""
    return Path(shutil.copytree(lab_run, tmp_path / "lab"))


def test_a_lab_shows_what_it_printed_and_runs_again_only_when_something_changed(lab: Path) -> None:
    path = lab / "build" / "labs" / "lab-odd.ipynb"
    first = path.read_bytes()
    assert "81\n" in json.loads(first)["cells"][1]["outputs"][0]["text"]
    written = path.stat().st_mtime_ns
    assert run(lab).stat().st_mtime_ns == written
    library = lab / "arithmetic" / "__init__.py"
    library.write_text(library.read_text("utf-8") + "\n# changed\n", "utf-8")
    assert run(lab).read_bytes() == first, "two runs differ"
    assert path.stat().st_mtime_ns > written


def test_a_cell_that_fails_is_refused_at_its_line(squares: Path) -> None:
    line, what = refusal(with_lab(squares, "# %%\nprint(1)\n\n# %%\n1 / 0\n\n# %%\nprint(2)\n"))
    assert (line, what) == (5, "this cell failed: ZeroDivisionError: division by zero")


#: name: a cell that runs, and what is said of it.
REFUSED = {
    "a warning": ("import warnings\nwarnings.warn('old')", "this cell wrote on standard error: "),
    "a table in HTML": (
        "class Rich:\n    def _repr_html_(self): return '<b>'\nRich()",
        "this cell shows what the page cannot: text/html",
    ),
    "a formula": (
        "from IPython.display import Math\nMath('x')",
        "this cell shows what the page cannot: text/latex",
    ),
    "Markdown": (
        "from IPython.display import Markdown\nMarkdown('*x*')",
        "this cell shows what the page cannot: text/markdown",
    ),
    "an image": (
        "from IPython.display import Image\nImage(b'\\x89PNG\\r\\n\\x1a\\n', format='png')",
        "this cell shows what the page cannot: image/png",
    ),
    "a figure without words": (
        "import matplotlib.pyplot as plt\nplt.plot([1, 2]);",
        "no words for who does not see the figure",
    ),
    "a figure without a caption": ("plt.figure(label='A line');", "a figure without a caption"),
    "a table with a cell too few": (
        "print('| a | b |\\n| - | - |\\n| 1 |')",
        "a row of a table has 1 cells, where its rule has 2: | 1 |",
    ),
}


def test_what_must_not_be_published_is_refused_at_each_cell(squares: Path) -> None:
    source = "# %%\nprint(1)\n\n" + "\n\n".join(f"# %%\n{cell}" for cell, _ in REFUSED.values())
    with pytest.raises(BookError) as caught:
        run(with_lab(squares, f"{source}\n\n# %%\nprint(2)\n"))
    lines = (squares / "docs" / "lab" / "odd.py").read_text("utf-8").splitlines()
    for problem, (cell, complaint) in zip(caught.value.problems, REFUSED.values(), strict=True):
        assert problem.path == "docs/lab/odd.py"
        assert problem.what.startswith(complaint)
        assert lines[problem.line - 1] == cell.split("\n")[0]


def test_what_is_printed_in_pieces_is_one_output(squares: Path) -> None:
    source = "# %%\nimport time\nfor part in 'abc':\n    print(part, end='', flush=True)\n    time.sleep(0.5)\n5\n"
    (cell,) = json.loads(run(with_lab(squares, source)).read_bytes())["cells"]
    assert [each["output_type"] for each in cell["outputs"]] == ["stream", "execute_result"]
    assert "".join(cell["outputs"][0]["text"]) == "abc"


HEADER = "# ---\n# jupyter:\n#   kernelspec:\n#     name: python3\n#     language: python\n# ---\n\n"


def test_a_header_that_names_no_kernel_for_people_is_enough(squares: Path) -> None:
    notebook = json.loads(run(with_lab(squares, f"{HEADER}# %% [markdown]\n# # One\n\n# %%\nprint(1)\n")).read_bytes())
    assert [each["output_type"] for each in notebook["cells"][1]["outputs"]] == ["stream"]
    assert notebook["metadata"]["kernelspec"]["display_name"] == "Python 3"


def test_a_notebook_that_somebody_edited_is_made_again(lab: Path) -> None:
    path = run(lab)
    first = path.read_bytes()
    path.write_bytes(b"edited")
    assert run(lab).read_bytes() == first


def test_a_failure_is_not_kept(squares: Path) -> None:
    with_lab(squares, "# %%\n1 / 0\n")
    assert refusal(squares) == refusal(squares)


def test_a_number_in_a_formula_of_a_lab_is_typed_and_a_formula_must_convert(squares: Path) -> None:
    with_lab(squares, "# %% [markdown]\n# # Nine\n#\n# It is $81$, or $\\nope$.\n\n# %%\nprint(81)  # not text\n")
    found = {(each.line, each.what.split(":")[0]) for each in Edition.make(squares).problems if "lab" in each.path}
    assert found == {(4, "the number 81 is typed by hand"), (4, "the formula cannot be parsed")}


def test_a_page_is_the_sites_own(built: Path) -> None:
    site = build(built)
    page = BeautifulSoup((site / "lab" / "odd" / "index.html").read_text("utf-8"), "html.parser")
    [lab] = page.select(".jp-Notebook")
    assert lab.select("style, script, clipboard-copy, img, .clipboard-copy-txt") == []
    assert [each["id"] for each in lab.select("h1, h2")] == ["how-odd", "a-picture"]
    assert len(lab.select(".ls-math math")) == 1
    assert [each.get_text() for each in lab.select(".ls-output samp")] == ["81", "that is all"]
    [table] = lab.select(".ls-output table")
    cells = [[cell.get_text() for cell in row.select("th, td")] for row in table.select("tr")]
    assert cells == [["what", "of `<|x|>`"], ["'<|a&b|>'", "5"], ["", "6"]]
    assert [each["scope"] for each in table.select("th")] == ["col", "col", "row"]  # nothing names the last row
    links = {(each.get_text(), each["href"]) for each in lab.select("a.ls-api")}
    assert ("odds", "../../reference/arithmetic/#arithmetic.odds") in links
    [drawing] = lab.select(".ls-drawing")
    assert (drawing["role"], drawing["aria-label"]) == ("img", "A line that rises & rises.")
    assert "var(--ls-1)" in str(drawing.svg)
    assert "It rises" not in drawing.svg.get_text()
    assert lab.select_one("figure#figure-1 > figcaption").get_text() == "Figure 1 It rises & rises."
    [download] = lab.select(".ls-download a")
    assert (site / "lab" / "odd" / str(download["href"])).is_file()
    assert re.search(r"href=\"[^\"]*lab\.css", str(page)) is None, "this book has no theme of lockstep's"


def test_a_preview_leaves_labs_out(built: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(built / "build" / "preview")]
    surroundings = {**os.environ, "LOCKSTEP_WHOLE": "false", "LOCKSTEP_SERVE": "1"}
    subprocess.run(command, cwd=built, env=surroundings, capture_output=True, check=True)
    assert not (built / "build" / "preview" / "lab" / "odd").exists()
    assert 'href="lab/odd.py"' in (built / "build" / "preview" / "index.html").read_text("utf-8")


def test_a_number_typed_into_the_text_of_a_lab_stops_the_build_at_its_line(built: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(built, tmp_path / "book"))
    with_lab(root, LAB.replace("once more", "7001 times").replace('"It rises', 'f"{odds(2)[1] + 4} rises'))
    review(root, lambda question: "y")
    command = [sys.executable, "-m", "lockstep", "build"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert re.findall(r"^(\S+): (nothing says where \S+)", done.stderr, re.M) == [
        ("docs/lab/odd.py:4", "nothing says where 7001")
    ], done.stderr
