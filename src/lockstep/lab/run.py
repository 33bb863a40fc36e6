"""Running labs, and keeping what they showed for as long as nothing that could change it has changed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from lockstep.book.lab import Lab
from lockstep.book.settings import Settings
from lockstep.lab import kernel
from lockstep.lab.kernel import ALT, CAPTION, SVG, TEXT
from lockstep.lab.tables import parts, table_html
from lockstep.problem import BookError, Problem
from lockstep.run.cache import Cache
from lockstep.run.closed import environment, state
from lockstep.store import Store, digest_file, write_whole

FOLDER = "labs"
# What is kept of a lab beside its notebook: a digest of that, and of what it read.
MADE, READS = "notebook", "reads"
#: Seconds that one cell may take; a machine at rest needs a tenth of it.
_PATIENCE = 1200
_TOGETHER = 2
_QUIET = ["--log-level=40"]  # a kernel that listens on a port of this machine would warn of it
_RUNNER = (Path(__file__), Path(kernel.__file__))


def run_labs(labs: Sequence[Lab], settings: Settings) -> dict[str, Path]:
    """Return the notebook of each lab, run, by the lab's uri; it runs only if it has to.

    Raises:
        BookError: A cell failed; or some wrote on standard error, or show what a page cannot.
    """
    with ThreadPoolExecutor(_TOGETHER) as pool:
        outcomes = list(pool.map(lambda lab: _run(lab, settings), labs))
    if problems := [problem for outcome in outcomes if isinstance(outcome, list) for problem in outcome]:
        raise BookError(problems)
    return {lab.uri: path for lab, path in zip(labs, outcomes, strict=True) if isinstance(path, Path)}


def _run(lab: Lab, settings: Settings) -> Path | list[Problem]:
    path = settings.root / settings.build / FOLDER / f"{lab.name}.ipynb"
    key = Cache(settings).key_of("lab", lab.path, lab.source, *map(digest_file, _RUNNER))
    store = Store(path.parent)
    if _holds(store.read(lab.name, key), path, settings.root):
        return path
    # without a header, of which nothing is kept: where it leaves out what nbformat requires, it could not be read
    cells = lab.source.split("\n")[lab.cells[0] - 2 :] if lab.cells else []
    notebook = jupytext.reads("\n".join(cells), fmt="py:percent")
    reads = _execute(notebook, lab, settings)
    if problems := [reads] if isinstance(reads, Problem) else list(_problems(notebook, lab)):
        return problems
    write_whole(path, json.dumps(_stripped(notebook), indent=1, ensure_ascii=False) + "\n")
    store.write(lab.name, key, {MADE: digest_file(path), READS: reads})
    return path


def _holds(kept: Any, path: Path, root: Path) -> bool:
    """Whether a notebook is the one that was made under this key, and what it read is as it was."""
    if not isinstance(kept, dict) or not path.is_file() or digest_file(path) != kept.get(MADE):
        return False
    return all(state(root / each) == found for each, found in kept[READS].items())


def _execute(notebook: Any, lab: Lab, settings: Settings) -> Problem | dict[str, str]:
    """Run all cells in place; return what they read, with digests."""
    root = settings.root.resolve()
    told = (str(root), settings.build, list(settings.library), list(settings.preload), lab.name)
    first = f"from lockstep.lab.kernel import prepare\nprepare(*{told!r})\ndel prepare"
    last = "from lockstep.lab.kernel import reads\nprint(reads())"
    notebook.cells = [nbformat.v4.new_code_cell(first), *notebook.cells, nbformat.v4.new_code_cell(last)]
    resources = {"metadata": {"path": str(settings.root)}}
    client = NotebookClient(
        notebook,
        timeout=_PATIENCE,
        startup_timeout=_PATIENCE,
        kernel_name="python3",
        resources=resources,
        record_timing=False,
        coalesce_streams=True,  # what is printed in one go comes in pieces, by the kernel's clock
        extra_arguments=_QUIET,
    )
    try:
        asyncio.run(client.async_execute(env=environment()))
    except CellExecutionError as error:
        return _problem(notebook, lab, f"{error.ename}: {error.evalue}")
    except (CellTimeoutError, DeadKernelError) as error:
        return _problem(notebook, lab, str(error))
    finally:
        *notebook.cells, told_last = notebook.cells[1:]
    reads: dict[str, str] = json.loads(told_last.outputs[0].text)
    return reads


def _problem(notebook: Any, lab: Lab, what: str) -> Problem:
    """Return a problem at the last cell that was begun."""
    begun = [index for index, cell in enumerate(notebook.cells[1:]) if cell.get("execution_count")]
    line = lab.cells[begun[-1]] if begun else 1
    return Problem(lab.path, line, f"this cell failed: {what}", f"mend it; to see more: python {lab.path}")


def _problems(notebook: Any, lab: Lab) -> Iterator[Problem]:
    """Yield the first thing that is wrong with what each cell shows."""
    for line, cell in zip(lab.cells, notebook.cells, strict=True):
        wrong = (_wrong(output) for output in cell.get("outputs", ()))
        if found := next(filter(None, wrong), None):
            yield Problem(lab.path, line, *found)


def _wrong(output: Any) -> tuple[str, str] | None:
    """Return what a page cannot show of an output, and the remedy."""
    if output.get("name") == "stderr":
        return f"this cell wrote on standard error: {output.text.strip()[:200]}", "mend what it warns of"
    data = output.get("data", {})
    if SVG in data and not output.metadata[SVG].get(ALT):
        return "no words for who does not see the figure", "use figure.set_label(…)"
    if SVG in data and not output.metadata[SVG].get(CAPTION):
        return "a figure without a caption", "say with figure.suptitle(…) what to see"
    try:
        for part, is_table in parts(output.get("text", "")):
            _ = is_table and table_html(part, "")
    except ValueError as error:
        return str(error), "print as many cells as the head has"
    if others := sorted(set(data) - {SVG, TEXT}):
        return (
            f"this cell shows what the page cannot: {', '.join(others)}",
            "print it as text, or draw it with matplotlib",
        )
    return None


def _stripped(notebook: Any) -> Any:
    """Take out what differs between two runs: random ids of cells, and how this file was made."""
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number}"
        cell["metadata"] = {}
        if cell.cell_type == "code":
            cell["execution_count"] = None
            for output in cell.outputs:
                if output.output_type == "execute_result":
                    output["execution_count"] = None
    notebook["metadata"] = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    notebook["nbformat"], notebook["nbformat_minor"] = 4, 5
    return notebook
