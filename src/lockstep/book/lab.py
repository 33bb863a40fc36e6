"""A lab as its source states it: a notebook in the percent format, whose text has the rules of a page."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lockstep.book.model import Page
from lockstep.book.page import parse_page
from lockstep.book.text import lines_of
from lockstep.problem import Problem

_MARK = re.compile(r"# %%(?P<text> \[markdown\])?(?: .*)?")
# What jupytext, or an editor, takes for the mark of a cell beside that.
_LIKE_A_MARK = re.compile(r"\s*#\s*(?:%%|<codecell>|In\[[0-9 ]*\]:?\s*$)")
_KIND = re.compile(r"\[\w+\]")
_COMMENT = re.compile(r"# ?")


@dataclass(frozen=True)
class Lab:
    """A notebook of the book, kept as a program.

    Attributes:
        path: Relative to the root: `docs/lab/train.py`.
        source: The program.
        page: What its text states; a line of it is that line of the program.
        cells: The line below the mark of each cell, counted from 1.
    """

    path: str
    source: str
    page: Page
    cells: tuple[int, ...]

    @property
    def uri(self) -> str:
        """Relative to the docs folder: `lab/train.py`."""
        return self.page.uri

    @property
    def name(self) -> str:
        """What its files are called: `lab-train`; two folders may each have a `train.py`."""
        return self.uri.removesuffix(".py").replace("/", "-")


def parse_lab(docs: str, path: str, source: str) -> Lab:
    """Parse the lab kept at `path`; whatever is malformed becomes a problem of its page."""
    text: list[str] = []
    cells: list[int] = []
    problems: list[Problem] = []
    inside = header = False
    for number, line in enumerate(lines_of(source), 1):
        mark = _MARK.fullmatch(line)
        if _LIKE_A_MARK.match(line) and (not mark or (not mark["text"] and _KIND.search(line))):
            remedy = "write `# %%` for code and `# %% [markdown]` for text; a title may stand behind it"
            problems.append(Problem(path, number, f"a cell that is neither code nor text: {line.strip()}", remedy))
        if line == "# ---" and not cells:
            header = not header
        elif line.strip() and not header and not cells and not mark and not problems:
            remedy = "put it below a mark: `# %%` for code, `# %% [markdown]` for text"
            problems.append(Problem(path, number, "something stands before the first cell, and in none", remedy))
        if mark:
            inside = mark["text"] is not None
            cells.append(number + 1)
            text.append("")
        else:
            text.append(_COMMENT.sub("", line, count=1) if inside else "")
    page = parse_page(docs, path, "\n".join(text))
    if not page.title and not problems:
        problems.append(
            Problem(path, 1, "the lab has no title", "begin it with `# %% [markdown]`, and below: `# # Title`")
        )
    for each in (*page.values, *page.numbered):
        what = "a lab takes no values of programs, and holds no statements and no figures of theirs"
        problems.append(each.place.problem(what, "compute it in a cell; or say it in a chapter, and refer to it"))
    return Lab(path, source, replace(page, problems=(*page.problems, *problems)), tuple(cells))
