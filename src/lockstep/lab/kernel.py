"""What a lab's kernel does around its cells: one thread, fixed seeds, figures as SVG, described, and files noted."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

from lockstep.run.closed import Reads
from lockstep.run.figures import saved
from lockstep.run.libraries import Imported

#: Under which name a figure's description stands in the metadata of its output.
ALT = "alt"
#: And what stands below it: the title of the figure, which is taken out of the drawing.
CAPTION = "caption"
#: The kinds of output that a page can show, beside what is printed.
SVG, TEXT = "image/svg+xml", "text/plain"


_reads: list[Reads] = []


def prepare(root: str, build: str, library: Iterable[str], preload: Iterable[str], salt: str) -> None:
    """Prepare the libraries that the book's programs find imported, and show what each cell leaves drawn.

    Args:
        root: The book's root.
        build: Its build folder, from there.
        library: The folders of its library, from there.
        preload: Modules to import.
        salt: What the ids in the drawings are made from, so that each run makes the same.
    """
    warnings.filterwarnings("ignore", "IProgress not found")  # tqdm asks for a widget, which no page could show
    for module in preload:
        import_module(module)
    libraries = Imported()
    libraries.settle(0)
    shell: Any = import_module("IPython").get_ipython()
    shell.events.register("pre_run_cell", lambda _: libraries.settle(0))  # for what the cells before it imported
    shell.events.register("post_run_cell", lambda _: _show_figures(libraries, salt))
    at = Path(root)
    _reads.append(Reads(at, [at / each for each in library], at / build))


def reads() -> str:
    """Return what the cells have read of the book beside its library, with digests, as JSON."""
    found = _reads[0].noted()
    return json.dumps({path: digest for path, digest in found.items() if not Path(path).is_absolute()})


def _show_figures(libraries: Imported, salt: str) -> None:
    """Show every open figure as an SVG, with what `Figure.set_label` and `Figure.suptitle` say of it, and close it."""
    libraries.settle(0)
    figures = [figure for figure, _ in libraries.figures()]
    if not figures:
        return
    from IPython.display import display
    from matplotlib import pyplot

    for figure in figures:
        said = {ALT: str(figure.get_label()), CAPTION: " ".join(figure.get_suptitle().split())}
        figure.suptitle("")
        display({SVG: saved(figure, salt, transparent=False)}, metadata={SVG: said}, raw=True)
        pyplot.close(figure)
