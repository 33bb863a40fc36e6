"""Labs: run once, kept until something changes, refused for what a reader must not see."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from odd_lab import with_lab

from lockstep.book import Book
from lockstep.edition import Edition
from lockstep.lab.run import run_labs
from lockstep.problem import BookError


def run(root: Path) -> Path:
    book = Book.load(root)
    return run_labs(book.labs, book.settings)["lab/odd.py"]


def test_what_a_lab_reads_is_part_of_what_it_was_made_from(squares: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (squares / "n.txt").write_text("504")
    path = run(with_lab(squares, "# %% [markdown]\n# # One\n\n# %%\nprint(open('n.txt').read())\n"))
    with monkeypatch.context() as still:
        still.setattr("lockstep.lab.run._execute", None)  # nothing can run
        assert run(squares) == path
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
def lab_run(squares_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book with the lab, run once."""
    root = with_lab(Path(shutil.copytree(squares_run, tmp_path_factory.mktemp("run") / "book")))
    run(root)
    return root


@pytest.fixture
def lab(lab_run: Path, tmp_path: Path) -> Path:
    """A copy of it for a test to change."""
    return Path(shutil.copytree(lab_run, tmp_path / "lab"))


def test_a_lab_shows_what_it_printed_and_runs_again_only_when_something_changed(
    lab: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = lab / "build" / "labs" / "lab-odd.ipynb"
    first = path.read_bytes()
    assert "81\n" in json.loads(first)["cells"][1]["outputs"][0]["text"]
    entry = path.with_suffix(".json")
    kept = entry.read_bytes()
    with monkeypatch.context() as still:
        still.setattr("lockstep.lab.run._execute", None)  # nothing can run
        assert run(lab) == path
    library = lab / "arithmetic" / "__init__.py"
    library.write_text(library.read_text("utf-8") + "\n# changed\n", "utf-8")
    assert run(lab).read_bytes() == first, "two runs differ"
    assert entry.read_bytes() != kept


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
